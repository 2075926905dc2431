"""What the command palette finds: screens, acts, then objects by their name, through the doors of each app.

`web` may import every app, so each source of objects is a function here: one small query, and nothing for those who lack
the permission.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diapason.core.letters import headed
from diapason.editorial.access import posts
from diapason.inbox.access import conversations
from diapason.inbox.search import people
from diapason.strategy.access import objectives
from diapason.territory.access import spaces
from diapason.web import navigation
from diapason.workspaces.members import Member

EACH = 6
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Result:
    group: str
    label: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Something to do, at the address named `name`, for those who hold `permission`."""

    name: str
    label: Promise | str
    permission: str


ACTS = (
    Act("new_post", gettext_lazy("Write a post"), "post.write"),
    Act("new_idea", gettext_lazy("Note an idea"), "post.write"),
    Act("import_calendar", gettext_lazy("Import a calendar"), "post.import"),
    Act("connect_space", gettext_lazy("Connect a space"), "space.connect"),
    Act("new_objective", gettext_lazy("Set an objective"), "objective.write"),
    Act("new_campaign", gettext_lazy("Open a campaign"), "objective.write"),
    Act("new_persona", gettext_lazy("Describe a persona"), "objective.write"),
    Act("new_link", gettext_lazy("Create a short link"), "link.write"),
    Act("saved_reply_new", gettext_lazy("Write a saved reply"), "saved_reply.write"),
    Act("new_crisis", gettext_lazy("Open a crisis room"), "crisis.act"),
    Act("new_statement", gettext_lazy("Write a holding statement"), "crisis.prepare"),
    Act("new_report", gettext_lazy("Make a report"), "report.write"),
)


def folded(text: str) -> str:
    """Without case nor accents, so that « evenement » finds « Événement »."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter))


def matches(asked: str, text: object) -> bool:
    words = folded(str(text))
    return all(word in words for word in folded(asked).split())


def screens(member: Member, asked: str) -> Iterator[Result]:
    for group in navigation.rail(member, "", {}):
        for top in group:
            for link in navigation.flat(top):
                if matches(asked, link.entry.label):
                    yield Result(_("Screens"), str(link.entry.label), link.url)


def acts(member: Member, asked: str) -> Iterator[Result]:
    for act in ACTS:
        url = navigation.address(act.name, member.workspace.slug)
        if url and member.can(act.permission) and matches(asked, act.label):
            yield Result(_("Actions"), str(act.label), url)


def found_posts(member: Member, asked: str) -> Iterator[Result]:
    if member.can("calendar.view"):
        for post in headed(posts(member), "letters", asked).order_by("-id")[:EACH]:
            yield from named(_("Posts"), post.title, "post", member, post.pk, note=post.get_status_display())


def found_spaces(member: Member, asked: str) -> Iterator[Result]:
    if member.can("space.view"):
        for space in spaces(member).filter(name__icontains=asked)[:EACH]:
            yield from named(_("Spaces"), space.name, "space", member, space.pk, note=space.handle)


def found_objectives(member: Member, asked: str) -> Iterator[Result]:
    if member.can("objective.view"):
        for objective in objectives(member).filter(name__icontains=asked).order_by("-id")[:EACH]:
            yield from named(_("Objectives"), objective.name, "objective", member, objective.pk)


def found_conversations(member: Member, asked: str) -> Iterator[Result]:
    """Those of the people who bear that name, the latest first."""
    if member.can("inbox.view"):
        of_them = conversations(member).filter(identity__in=people(member, asked)).select_related("identity", "space")
        for conversation in of_them.order_by("-last_message_at", "-id")[:EACH]:
            label = f"{conversation.identity}: {conversation.excerpt}"
            yield from named(_("Conversations"), label, "conversation", member, conversation.pk, note=str(conversation.space))


def named(group: str, label: str, url_name: str, member: Member, pk: int, note: str = "") -> Iterator[Result]:
    """Nothing while no app gives that address."""
    try:
        yield Result(group, label, reverse(url_name, args=[member.workspace.slug, pk]), note)
    except NoReverseMatch:
        return


Source = Callable[[Member, str], Iterator[Result]]
SOURCES: list[Source] = [screens, acts]
OBJECTS: list[Source] = [found_posts, found_conversations, found_spaces, found_objectives]


def search(member: Member, asked: str) -> list[dict[str, str]]:
    sources = SOURCES + (OBJECTS if len(asked) >= SHORTEST else [])
    return [asdict(result) for source in sources for result in source(member, asked)]
