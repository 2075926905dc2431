"""Where mentions are kept now, also while they are on their way from one engine to another.

`listening_move` has a row for each move; the last that is done says where mentions are. Who writes holds a lock that the end of a move
takes alone, so that nobody writes where nobody will read. While a move lasts, what comes in is given to both.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from types import ModuleType
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from diapason.listening.mentions import Mention
from diapason.listening.store import clickhouse, postgres
from diapason.listening.store.base import Change, Unavailable
from diapason.listening.store.clickhouse import keeping as towards_clickhouse
from diapason.listening.store.clickhouse import settling
from diapason.listening.store.postgres import amending, filings
from diapason.listening.store.postgres import keeping as towards_postgres

ENGINES: dict[str, ModuleType] = {"postgres": postgres, "clickhouse": clickhouse}
FROZEN = {"sums", "check"}  # the steps of a move during which sums stand still


@dataclass(frozen=True, slots=True)
class State:
    """`towards` and `step`: of the move that is going on, else empty."""

    engine: str
    towards: str = ""
    step: str = ""

    @property
    def frozen(self) -> bool:
        return self.step in FROZEN


STATE = """
SELECT
    (SELECT towards FROM listening_move WHERE done_at IS NOT NULL ORDER BY id DESC LIMIT 1),
    (SELECT ARRAY[towards, step] FROM listening_move WHERE done_at IS NULL LIMIT 1),
    EXISTS (SELECT 1 FROM listening_heard)
"""


def state() -> State:
    """An installation that heard nothing yet begins where its settings want it; later only a move changes the place."""
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        engine, moving, heard = cursor.fetchone()
    if engine is None and not heard and settings.MENTIONS_STORE == "clickhouse":
        begin_in_clickhouse()
        engine = "clickhouse"
    return State(engine or "postgres", *(moving or ("", "")))


def begin_in_clickhouse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO listening_move (towards, step, done_at) VALUES ('clickhouse', '', now())")


@contextmanager
def held() -> Iterator[State]:
    """Until the end of the transaction, mentions stay where they are."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtext('listening.store'))")
        yield state()


@contextmanager
def between_steps() -> Iterator[State]:
    """No mention is on its way while it is changed or forgotten: what is read of it before would arrive after."""
    with held() as now, connection.cursor() as cursor:
        if now.towards:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('listening.forget'))")
            now = state()  # a step may have ended meanwhile
        yield now


class Kept:
    """The engine in use, and while mentions move, the other one beside it. Reading goes straight to the engine."""

    def __getattr__(self, name: str) -> Any:
        return getattr(ENGINES[state().engine], name)

    def keep(self, mentions: Sequence[Mention]) -> list[Mention]:
        with held() as now:
            new: list[Mention] = ENGINES[now.engine].keep(mentions)
            if now.towards == "clickhouse" and new:
                towards_clickhouse.queue(new, [(wording, mention) for mention in new for wording in mention.found_by])
            elif now.towards == "postgres":
                towards_postgres.write(new)
            return new

    def file(self, wording: int, mentions: Sequence[Mention]) -> int:
        with held() as now:
            if now.towards == "clickhouse":
                towards_clickhouse.queue((), [(wording, mention) for mention in mentions])
            many: int = ENGINES[now.engine].file(wording, mentions)
            return many

    def settle(self, *, patient: bool = True) -> int:
        """Not in one transaction: what ClickHouse acknowledged is written down as it comes. Who is not `patient` is told when it does
        not answer (Unavailable)."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock_shared(hashtext('listening.store'))")
        try:
            return settle(state(), patient=patient)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock_shared(hashtext('listening.store'))")

    def tidy(self, before: date) -> int:
        with held() as now:
            return 0 if now.towards else int(ENGINES[now.engine].tidy(before))  # what is being copied stays as it is

    def amend(self, workspace: int, ids: Sequence[int], wordings: Sequence[int], change: Change) -> list[Mention]:
        with between_steps() as now:
            before: list[Mention] = ENGINES[now.engine].amend(workspace, ids, wordings, change)
            if now.towards and before:
                new = ENGINES[now.engine].get(workspace, [mention.id for mention in before])
                follow(now.towards, before, new, wordings)
            return before

    def erase(self, workspace: int, ids: Sequence[int]) -> int:
        with forgetting() as (engine, others):
            for other in others:
                other.erase(workspace, ids)
            return int(engine.erase(workspace, ids))

    def erase_author(self, workspace: int, author: str, wordings: Sequence[int]) -> int:
        with forgetting() as (engine, others):
            for other in others:  # its sums are copied later, without that name
                other.erase_mentions(workspace, author)
            return int(engine.erase_author(workspace, author, wordings))

    def forget_before(self, workspace: int, moment: datetime, wordings: Sequence[int]) -> int:
        with forgetting() as (engine, others):
            for other in others:
                other.forget_before(workspace, moment, wordings)
            return int(engine.forget_before(workspace, moment, wordings))

    def forget_wording(self, wording: int) -> None:
        with forgetting() as (engine, others):
            for each in (engine, *others):
                each.forget_wording(wording)


def settle(now: State, *, patient: bool = True) -> int:
    """What waits for ClickHouse goes there, whichever way mentions move; sums are added up where they are read."""
    many = 0
    if "clickhouse" in {now.engine, now.towards}:
        many += settling.settle(sums=now.engine == "clickhouse" and not now.frozen, patient=patient)
    if now.engine == "postgres" and not now.frozen:
        many += postgres.settle()
    return many


def follow(towards: str, before: Sequence[Mention], new: Sequence[Mention], wordings: Sequence[int]) -> None:
    """The engine that mentions move to is given them as they are now."""
    filed, was = filings.of_mentions(new, wordings), {mention.id: mention.found_by for mention in before}
    for mention in new:
        mention.found_by = tuple(sorted(filed[mention.id]))
    if towards == "clickhouse":
        towards_clickhouse.queue(
            new,
            [(wording, mention) for mention in new for wording in mention.found_by],
            [(wording, mention) for mention in new for wording in set(was[mention.id]) - set(mention.found_by)],
        )
        return
    for mention in new:
        amending.write(mention, filed[mention.id])


@contextmanager
def forgetting() -> Iterator[tuple[ModuleType, list[ModuleType]]]:
    """The engine in use, and the one that mentions move to. While sums stand still, nothing may be taken out of them."""
    with between_steps() as now:
        if now.frozen:
            raise Unavailable("Mentions are being moved: in some minutes this can be done.")
        yield ENGINES[now.engine], [ENGINES[now.towards]] if now.towards else []
