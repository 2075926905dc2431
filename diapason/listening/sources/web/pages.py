"""Pages watched for change: looked at again and again, a mention when their words are others.

The place of the reading is what the page said at the last look, as JSON: {"lines", "etag", "modified", "restless"}.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from django.db import transaction
from django.utils.translation import gettext as _

from diapason.core import clock, http
from diapason.listening.mentions import Mention, host_of
from diapason.listening.models import Source
from diapason.listening.sources import hearing, managing
from diapason.listening.sources.web import differing, fetching, reasons
from diapason.listening.sources.web.differing import Change
from diapason.networks.base.errors import NetworkError, Permanent
from diapason.workspaces import events
from diapason.workspaces.members import Member

KEPT = 300_000  # letters of a page that are remembered; what follows is not watched
SHOWN = 200  # lines of a change that a mention holds of each side
SITES = 3  # that one look may lead to


def every(source: Source) -> timedelta:
    return timedelta(minutes=max(source.minutes, 15))


# ── Looking ──────────────────────────────────────────────────────────────────────────────────────────────────────────
async def step(source: Source, keep: Callable[..., int]) -> bool:
    """One look. Raises one of the five words, with a key of `reasons.REASONS`."""
    place: dict[str, Any] = json.loads(source.cursor) if source.cursor else {}
    page = await fetched(source.address, etag=place.get("etag", ""), modified=place.get("modified", ""))
    if page.body is None:
        await sync_to_async(keep)(source, [], source.cursor)
        return False
    lines = await lines_of(page, source.selector)
    mentions, restless = compared(source, place, lines)
    await sync_to_async(keep)(source, mentions, as_place(page, lines, restless))
    return False


async def fetched(address: str, *, etag: str = "", modified: str = "") -> fetching.Page:
    async with http.client() as session:
        for _site in range(SITES):
            try:
                return await fetching.fetch(session, address, etag=etag, modified=modified)
            except fetching.Moved as moved:
                address = moved.url
    raise Permanent("Too many redirections.", code="around")


async def lines_of(page: fetching.Page, selector: str) -> list[str]:
    found = await fetching.understood(page, "part", selector)
    if found["closed"] == "reserved":
        raise Permanent("The page asks not to be kept elsewhere.", code="reserved")
    if selector and not found["found"]:
        raise Permanent("Nothing is where the selector says.", code="no_part")
    if not found["lines"]:
        raise Permanent("The page holds no text.", code="empty")
    lines: list[str] = found["lines"]
    length, kept = 0, []
    for line in lines:
        length += len(line)
        if length > KEPT:
            break
        kept.append(line)
    return kept


def compared(source: Source, place: dict[str, Any], lines: Sequence[str]) -> tuple[list[Mention], differing.Restless]:
    """The mention of what changed, if something did, and the lines that are not at rest. The first look tells nothing."""
    restless: differing.Restless = place.get("restless", {})
    if "lines" not in place:
        return [], restless
    change = differing.between(place["lines"], lines)
    if not source.selector:
        change, restless = differing.settled(change, restless, clock.now().date().toordinal())
    return ([mention(source, change, place["lines"])] if change else []), restless


def as_place(page: fetching.Page, lines: Sequence[str], restless: differing.Restless) -> str:
    return json.dumps({"lines": lines, "etag": page.etag, "modified": page.modified, "restless": restless}, ensure_ascii=False)


def mention(source: Source, change: Change, before: Sequence[str]) -> Mention:
    """What came with a plus, what went with a minus."""
    now, site = clock.now(), source.host.removeprefix("www.")
    told = [f"+ {line}" for line in change.added[:SHOWN]] + [f"− {line}" for line in change.removed[:SHOWN]]
    words = "\n".join([str(source.pk), now.isoformat(), *before, *told])
    found = Mention(
        workspace=source.workspace_id,
        source=source.pk,
        key=f"page:{source.pk}:{hashlib.blake2b(words.encode('utf-8', 'replace'), digest_size=16).hexdigest()}",
        said_at=now,
        title=source.name,
        text="\n".join(told),
        kind="page",
        url=source.address,
        language=source.language,
        country=source.country,
        author=site,
        author_name=site,
        data={"added": len(change.added), "removed": len(change.removed)},
    )
    found.has = hearing.parts(found, ())
    return found


# ── Choosing ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def look(address: str, selector: str) -> tuple[fetching.Page, list[str]]:
    """What is seen there now. Raises managing.CannotAdd."""

    async def looked() -> tuple[fetching.Page, list[str]]:
        page = await fetched(address)
        return page, await lines_of(page, selector)

    try:
        return async_to_sync(looked)()
    except NetworkError as error:
        raise managing.CannotAdd(reasons.sentence(fetching.reason(error)) or error.detail) from error


def watch(member: Member, address: str, *, selector: str = "", minutes: int = 60, folder: str = "", name: str = "") -> Source:
    """Looked at now, then again every so many minutes. Raises managing.CannotAdd."""
    page, lines = look(address, selector)
    return add(member, address, as_place(page, lines, {}), selector=selector, minutes=minutes, folder=folder, name=name or lines[0])


@transaction.atomic
def add(member: Member, address: str, place: str, *, selector: str, minutes: int, folder: str, name: str) -> Source:
    managing.one_at_a_time(member)
    known = Source.objects.filter(workspace=member.workspace, kind=Source.Kind.PAGE, removed_at=None)
    if found := known.filter(address=address, selector=selector).first():
        raise managing.CannotAdd(_("This page is watched already: it is the source “%(name)s”.") % {"name": found})
    host = host_of(address)
    source = Source.objects.create(
        workspace=member.workspace,
        kind=Source.Kind.PAGE,
        name=name.replace("\0", "")[:200],
        address=address,
        host=host[:255],
        selector=selector,
        minutes=minutes,
        folder=folder.replace("\0", "")[:120],
        created_by=member.person,
        cursor=place,
        read_at=clock.now(),
        next_at=clock.now() + timedelta(minutes=minutes),
    )
    events.record(member, "source.added", source)
    return source


def seen(source: Source, most: int = 12) -> list[str]:
    """The first lines that were seen at the last look."""
    lines = json.loads(source.cursor).get("lines", []) if source.kind == Source.Kind.PAGE and source.cursor else []
    return [str(line) for line in lines[:most]]
