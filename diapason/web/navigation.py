"""The rail, in the order of the job. An entry is absent while no app gives its address, or when the member may not open it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diapason.workspaces import bookmarks
from diapason.workspaces.members import Member


@dataclass(frozen=True, slots=True)
class Entry:
    """`name` is the URL name. Entries `under` it are shown while one is in its section."""

    name: str
    label: Promise | str
    icon: str
    permission: str
    under: tuple["Entry", ...] = ()


GROUPS: tuple[tuple[Entry, ...], ...] = (
    (
        Entry("home", _("Today"), "house", "home.view"),
        Entry("calendar", _("Calendar"), "calendar-days", "calendar.view", (Entry("moments", _("Moments"), "star", "calendar.view"),)),
        Entry(
            "posts",
            _("Posts"),
            "send",
            "calendar.view",
            (Entry("deliveries", _("Deliveries"), "send-horizontal", "delivery.view"), Entry("media", _("Media"), "image", "media.view")),
        ),
        Entry("inbox", _("Inbox"), "inbox", "inbox.view"),
        Entry("people", _("Community"), "users", "person.view"),
        Entry(
            "listening",
            _("Listening"),
            "radar",
            "listening.view",
            (
                Entry("mentions", _("Mentions"), "message-square", "listening.view"),
                Entry("follow_ups", _("Follow-up"), "list-checks", "listening.view"),
                Entry("opportunities", _("Opportunities"), "sparkles", "listening.view"),
                Entry("digest", _("Digest"), "newspaper", "listening.view"),
                Entry("sources", _("Sources"), "rss", "listening.view"),
                Entry("rules", _("Rules"), "list-checks", "listening.view"),
                Entry("alerts", _("Alerts"), "bell-ring", "alert.view"),
                Entry("crises", _("Crisis rooms"), "siren", "crisis.view"),
            ),
        ),
    ),
    (
        Entry("objectives", _("Strategy"), "target", "objective.view"),
        Entry("spaces", _("Territory"), "map", "space.view"),
        Entry(
            "results",
            _("Results"),
            "chart-column",
            "results.view",
            (Entry("reports", _("Reports"), "file-text", "results.view"), Entry("links", _("Links"), "link", "link.view")),
        ),
        Entry("budget", _("Budget"), "wallet", "objective.view"),
    ),
)
BRAND = Entry(
    "settings",
    _("Settings"),
    "settings",
    "settings.view",
    (
        Entry("team", _("Team"), "users", "team.view"),
        Entry("tokens", _("API tokens"), "key-round", "token.manage"),
        Entry("webhooks", _("Webhooks"), "webhook", "webhook.manage"),
        Entry("audit", _("Audit log"), "history", "audit.view"),
    ),
)


@dataclass(slots=True)
class Link:
    """An entry with its address, for one member on one page."""

    entry: Entry
    url: str
    current: bool = False
    count: int = 0
    under: list["Link"] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether one is in this section: on its page or on one under it."""
        return self.current or any(link.current for link in self.under)


def address(name: str, slug: str) -> str | None:
    try:
        return reverse(name, args=[slug])
    except NoReverseMatch:
        return None


def link(entry: Entry, member: Member, counts: dict[str, int]) -> Link | None:
    url = address(entry.name, member.workspace.slug)
    if url is None or not member.can(entry.permission):
        return None
    under = [found for each in entry.under if (found := link(each, member, counts))]
    return Link(entry, url, count=counts.get(entry.name, 0), under=under)


def rail(member: Member, path: str, counts: dict[str, int]) -> list[list[Link]]:
    """The groups of links for this member; the one whose address starts `path` with the most letters is current."""
    groups = [[found for entry in group if (found := link(entry, member, counts))] for group in GROUPS]
    brand = link(BRAND, member, counts)
    groups.append([brand] if brand else [])
    mark(path, [each for group in groups for top in group for each in flat(top)], member.workspace.slug)
    for top in (each for group in groups for each in group if each.open):
        own = bookmarks.of(top.entry.name, member)
        top.under += [Link(Entry("", name, "bookmark", top.entry.permission), url) for name, url in own]
    return [group for group in groups if group]


def flat(top: Link) -> Iterator[Link]:
    yield top
    for each in top.under:
        yield from flat(each)


def mark(path: str, links: list[Link], slug: str) -> None:
    root = f"/w/{slug}/"
    holding = [each for each in links if path == each.url or (each.url != root and path.startswith(each.url))]
    if holding:
        max(holding, key=lambda each: len(each.url)).current = True
