"""What the command palette finds: screens, acts, then objects by their name, through the doors of each app.

An app adds its own by declaring a source here from `web`, which may import every app; each is one small query.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diapason.editorial.access import posts
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
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Something to do, at the address named `name`, for those who hold `permission`."""

    name: str
    label: Promise | str
    icon: str
    permission: str


ACTS = (
    Act("post_new", gettext_lazy("Write a post"), "plus", "post.write"),
    Act("idea_new", gettext_lazy("Note an idea"), "sparkles", "post.write"),
    Act("calendar_import", gettext_lazy("Import a calendar"), "upload", "post.import"),
    Act("space_new", gettext_lazy("Connect a space"), "plug", "space.connect"),
    Act("objective_new", gettext_lazy("Set an objective"), "target", "objective.write"),
    Act("link_new", gettext_lazy("Create a short link"), "link", "link.write"),
    Act("report_new", gettext_lazy("Make a report"), "file-text", "report.write"),
    Act("invitation_new", gettext_lazy("Invite somebody"), "user-plus", "team.manage"),
    Act("pause", gettext_lazy("Pause publishing"), "pause", "publishing.pause"),
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
                    yield Result(_("Screens"), str(link.entry.label), link.url, icon=link.entry.icon)


def acts(member: Member, asked: str) -> Iterator[Result]:
    for act in ACTS:
        url = navigation.address(act.name, member.workspace.slug)
        if url and member.can(act.permission) and matches(asked, act.label):
            yield Result(_("Actions"), str(act.label), url, icon=act.icon)


def found_posts(member: Member, asked: str) -> Iterator[Result]:
    if member.can("calendar.view"):
        for post in posts(member).filter(title__icontains=asked).order_by("-id")[:EACH]:
            yield from named(_("Posts"), post.title, "post", member, post.pk, note=post.get_status_display())


def found_spaces(member: Member, asked: str) -> Iterator[Result]:
    if member.can("space.view"):
        for space in spaces(member).filter(name__icontains=asked)[:EACH]:
            yield from named(_("Spaces"), space.name, "space", member, space.pk, note=str(space.net))


def named(group: str, label: str, url_name: str, member: Member, pk: int, note: str = "") -> Iterator[Result]:
    """Nothing while no app gives that address."""
    try:
        yield Result(group, label, reverse(url_name, args=[member.workspace.slug, pk]), note)
    except NoReverseMatch:
        return


Source = Callable[[Member, str], Iterator[Result]]
SOURCES: list[Source] = [screens, acts]
OBJECTS: list[Source] = [found_posts, found_spaces]


def search(member: Member, asked: str) -> list[dict[str, str]]:
    sources = SOURCES + (OBJECTS if len(asked) >= SHORTEST else [])
    return [asdict(result) for source in sources for result in source(member, asked)]
