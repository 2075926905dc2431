"""What was heard on a wire is kept for every brand that listens to it, in one transaction with the place after it.

Whoever keeps must have begun at the place that is written down: of two listeners, whatever made them two, one is told that the wire
is not theirs, and nothing is kept twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from diapason.core import clock
from diapason.listening import asking, pipeline
from diapason.listening.mentions import Mention
from diapason.listening.models import Source, Wire, Wording
from diapason.listening.sources import hearing
from diapason.listening.sources.lost import Lost
from diapason.listening.sources.streams.harvest import Harvest
from diapason.listening.sources.streams.nets import Net, Nets
from diapason.listening.store import store
from diapason.networks.base.content import Author, Incoming
from diapason.networks.base.errors import NetworkError, RateLimited
from diapason.workspaces.models import Workspace

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=2), timedelta(minutes=15)
LATE = 120  # seconds of lag, after which a stream is said to be slow
SEEN_EVERY = timedelta(seconds=20)
SMOOTH = 10  # seconds

Authors = Mapping[str, Author]


def sources(wire: Wire) -> QuerySet[Source]:
    """Those that are heard on it, by brand."""
    return Source.objects.filter(wire=wire, paused_at=None, removed_at=None).order_by("workspace_id")


def strangers(wire: Wire, nets: Nets, said: Iterable[Incoming]) -> list[str]:
    """Who said what a query may find, without saying their name."""
    cast = nets.of(sources(wire).values_list("workspace_id", flat=True))
    return sorted({post.author.remote_id for post in said if not post.author.name and cast.caught_by(post) - cast.open})


@transaction.atomic
def keep(wire: Wire, nets: Nets, harvest: Harvest, authors: Authors) -> int:
    """How many mentions were new, over all brands. Raises Lost where the wire is not ours any more."""
    row = ours(wire)
    listening = list(sources(row).select_related("workspace"))
    for source in listening:
        asking.hold(source.workspace_id)  # all of them first, and in their order
    caught = shared_out(nets.of([source.workspace_id for source in listening]), harvest.said.values())
    new = sum(take_in(row, source, caught.get(source.workspace_id, []), authors) for source in listening)
    for source in listening:
        forget(source.workspace, row, harvest)
    note(row, harvest)
    return new


def ours(wire: Wire) -> Wire:
    row = Wire.objects.select_for_update().filter(pk=wire.pk).first()
    if row is None or row.cursor != wire.cursor:
        raise Lost
    return row


def shared_out(net: Net, said: Iterable[Incoming]) -> dict[int, list[Incoming]]:
    caught: dict[int, list[Incoming]] = {}
    for post in said:
        for brand in net.caught_by(post):
            caught.setdefault(brand, []).append(post)
    return caught


def take_in(wire: Wire, source: Source, posts: list[Incoming], authors: Authors) -> int:
    if not posts:
        return 0
    mentions = [mention(wire, source, introduced(post, authors)) for post in posts]
    new = pipeline.take_in(source.workspace, mentions, only_found=True).new
    if new:
        source.save(update_fields=source.took([each.said_at for each in new]))
    return len(new)


def introduced(post: Incoming, authors: Authors) -> Incoming:
    known = authors.get(post.author.remote_id)
    return replace(post, author=known) if known else post


def mention(wire: Wire, source: Source, post: Incoming) -> Mention:
    """With the key that a search of the same network gives to the same post."""
    base_url = wire.space.base_url if wire.space else wire.address
    found = hearing.mention(source, replace(post, data={}), wire.net, base_url=base_url)
    found.kind = "comment" if post.parent_id else "post"
    return found


def forget(brand: Workspace, wire: Wire, harvest: Harvest) -> None:
    """What its author took back, and all that was said by those who left."""
    base_url = wire.space.base_url if wire.space else wire.address
    if harvest.gone:
        now = clock.now()
        keys = [hearing.key_of(wire.network, remote_id, base_url) for remote_id in sorted(harvest.gone)]
        store().erase(brand.pk, [Mention(brand.pk, 0, key, now, "").id for key in keys])
    left = [hearing.author_of(wire.net, remote_id) for remote_id in sorted(harvest.left)]
    known = store().names(brand.pk, left) if left else {}
    if known:
        wordings = list(Wording.objects.filter(workspace=brand, forgotten_at=None).values_list("pk", flat=True))
        for author in known:
            store().erase_author(brand.pk, author, wordings)


# ── How the wire is doing ────────────────────────────────────────────────────────────────────────────────────────────
def note(row: Wire, harvest: Harvest) -> None:
    """The place, and that all is well; its sources say so from time to time."""
    now, before, changed = clock.now(), row.heard_at, bool(row.failures or harvest.missed)
    if harvest.missed:
        row.missed, row.missed_since, row.missed_until = harvest.missed, row.sent_at, harvest.resumed_at
    row.rate = rate(row, len(harvest.said), now)
    row.cursor = harvest.cursor
    row.heard += len(harvest.said)
    row.unread += harvest.unread
    row.sent_at, row.heard_at = harvest.at or row.sent_at, now
    row.lag = max((now - harvest.at).total_seconds(), 0) if harvest.at else row.lag
    row.next_at, row.failures, row.error_code, row.error = None, 0, "", ""
    row.save()
    if changed or before is None or part_of(before) != part_of(now):
        tell_sources(row)


def part_of(moment: datetime) -> int:
    return int(moment.timestamp() // SEEN_EVERY.total_seconds())


def rate(row: Wire, posts: int, now: datetime) -> float | None:
    """Posts a second, over the last ten seconds or so; unknown after a pause."""
    since = (now - row.heard_at).total_seconds() if row.heard_at else 0
    if not 0 < since < LATE:
        return None
    share = min(since / SMOOTH, 1)
    return posts / since if row.rate is None else row.rate * (1 - share) + posts / since * share


def tell_sources(row: Wire) -> None:
    """What their screens show is on their own rows, as for any source."""
    slow = row.heard_at if (row.lag or 0) > LATE and not row.failures else None
    sources(row).update(
        read_at=row.heard_at, lag=row.lag, failures=row.failures, error_code=row.error_code, error=row.error, slowed_at=slow
    )


@transaction.atomic
def fail(wire: Wire, error: NetworkError) -> None:
    """The next try is later each time, or when the server says."""
    row = ours(wire)
    now = clock.now()
    wait = min(FIRST_WAIT * 2 ** min(row.failures, 12), LONGEST_WAIT)
    asked = error.until if isinstance(error, RateLimited) else None
    row.failures += 1
    row.error_code, row.error = (error.code or error.word)[:60], error.detail[:500]
    row.next_at = max(asked, now) if asked else now + wait
    row.save(update_fields=["failures", "error_code", "error", "next_at"])
    tell_sources(row)
