"""What could be listened for, and where, from what a brand says of itself. Sites are opened; nothing is kept."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from django.core import signing
from django.db import connection
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from diapason.listening import proposing
from diapason.listening.models import Query
from diapason.listening.proposing import Proposal
from diapason.listening.queries.words import fold
from diapason.listening.sources import managing, searches
from diapason.listening.sources.managing import CannotAdd, Place
from diapason.territory.models import Space
from diapason.workspaces.members import Member

SECONDS = 30  # that sites have to answer, all together
SALT = "listening.setup"


@dataclass(frozen=True, slots=True)
class Named:
    """A brand and its site, which may be empty."""

    name: str
    site: str = ""


@dataclass(frozen=True, slots=True)
class About:
    brand: Named
    rivals: tuple[Named, ...] = ()
    topics: tuple[str, ...] = ()

    @property
    def brands(self) -> tuple[Named, ...]:
        return (self.brand, *self.rivals)


@dataclass(frozen=True, slots=True)
class Offer:
    """A source that can be added; `key` says which, and was made here. `problem`: why there is none at this address."""

    label: str
    detail: str
    key: str = ""
    problem: str = ""


# ── Queries ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def queries(member: Member, about: About) -> list[Proposal]:
    """One for the brand, for each competitor and for the sector; none whose name is taken."""
    accounts = proposing.handles(member.workspace)
    wanted = [Proposal(about.brand.name, Query.Purpose.BRAND, proposing.of_brand(about.brand.name, about.brand.site, accounts))]
    wanted += [Proposal(each.name, Query.Purpose.COMPETITOR, proposing.of_brand(each.name, each.site)) for each in about.rivals]
    if about.topics:
        wanted.append(Proposal(_("The sector"), Query.Purpose.SECTOR, " OR ".join(map(proposing.words, about.topics))))
    rows = Query.objects.filter(workspace=member.workspace, removed_at=None)
    taken = {fold(name) for name in rows.values_list("name", flat=True)}
    return [each for each in wanted if fold(each.name) not in taken and proposing.can_be_asked(each.text)]


# ── Sources ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def sources(member: Member, about: About) -> list[Offer]:
    """The feeds of the sites, then searches for each name through the spaces that can be searched; none that is read already."""
    return [*feeds(member, [each.site for each in about.brands if each.site]), *searched(member, [each.name for each in about.brands])]


def feeds(member: Member, sites: Iterable[str]) -> list[Offer]:
    known = managing.known(member)
    found = []
    for site, place in opened(list(dict.fromkeys(sites))):
        if isinstance(place, str):
            found.append(Offer(site, place, problem=place))
        elif managing.same(place.address) not in known:
            found.append(Offer(place.name or site, place.address, key_of(place)))
    return found


def opened(sites: list[str]) -> Iterator[tuple[str, Place | str]]:
    """What is found at each, all opened at once; a sentence for those that have nothing or do not answer in time."""
    pool = ThreadPoolExecutor(max(len(sites), 1), "setup")
    waiting = [(site, pool.submit(find, site, get_language() or "en")) for site in sites]
    for site, future in waiting:
        yield site, answer(future)
    pool.shutdown(wait=False, cancel_futures=True)


def answer(future: Future[Place]) -> Place | str:
    try:
        return future.result(SECONDS)
    except CannotAdd as error:
        return str(error)
    except TimeoutError:
        return _("This site did not answer within %(seconds)s seconds. Add it later, from the sources.") % {"seconds": SECONDS}


def find(site: str, language: str) -> Place:
    """In a thread of its own, which closes what it opened."""
    try:
        with override(language):
            return managing.find(site)
    finally:
        connection.close()


def searched(member: Member, names: Iterable[str]) -> list[Offer]:
    spaces = list(searches.spaces(member))
    return [
        Offer(f"{name} · {space}", _("Searched for again and again"), key_of_search(space, name))
        for name in dict.fromkeys(names)
        for space in spaces
        if not read_already(space, name)
    ]


def read_already(space: Space, words: str) -> bool:
    found = searches.known(space.workspace, space.network, words, space)
    return found is not None and found.removed_at is None


def key_of(place: Place) -> str:
    return signing.dumps(["feed", place.network, place.address, place.name], salt=SALT)


def key_of_search(space: Space, words: str) -> str:
    return signing.dumps(["search", space.pk, words], salt=SALT)
