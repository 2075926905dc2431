"""What only ClickHouse does: what it is brought is there once, wherever bringing it was cut short."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from diapason.core.env import SettingError
from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.queries.parser import parse
from diapason.listening.store import clickhouse
from diapason.listening.store.base import Search, Unavailable, What
from diapason.listening.store.clickhouse import address, backends, lines, schema, tallies
from diapason.listening.store.tests.engines import MONDAY, said, settle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clickhouse_here")]
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


class Cut(BaseException):
    """As SIGKILL does, nothing is tidied up."""


def counted(what: What = What.WORD) -> dict[str, int]:
    return {each.value: each.mentions for each in clickhouse.top([7], what, FIRST, LAST, 50)}


def texts() -> list[str]:
    return [mention.text for mention in clickhouse.search(Search(1), 50).mentions]


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM listening_queued) + (SELECT count(*) FROM listening_counted)")
        return cursor.fetchone()[0]


class Failing:
    """Stands before ClickHouse and cuts the n-th order to write, before or after it was followed."""

    def __init__(self, real: backends.Backend, turn: int, *, done: bool) -> None:
        self.real, self.turn, self.done, self.address = real, turn, done, real.address

    def followed(self, order: Callable[[], object]) -> None:
        self.turn -= 1
        if self.turn == -1:
            if self.done:
                order()
            raise Cut
        order()

    def insert(self, *given: str) -> None:
        self.followed(lambda: self.real.insert(*given))

    def run(self, sql: str) -> bytes:
        if sql.startswith(("INSERT", "ALTER")):
            self.followed(lambda: self.real.run(sql))
            return b""
        return self.real.run(sql)


def cut(monkeypatch, turn: int, *, done: bool) -> bool:
    """Settles once, and is cut; whether there was something to cut."""
    failing = Failing(backends.backend(), turn, done=done)
    with monkeypatch.context() as patched:
        patched.setattr(backends, "backend", lambda: failing)
        try:
            while clickhouse.settle():
                pass
        except Cut:
            return True
    return False


@pytest.mark.parametrize("turn", [0, 1, 2])
@pytest.mark.parametrize("done", [False, True])
def test_what_was_cut_short_is_brought_once(monkeypatch, turn, done):
    clickhouse.keep([said("soldes livraison", number, found_by=(7,)) for number in range(5)])
    assert cut(monkeypatch, turn, done=done)
    assert (counted(), waiting() > 0) == ({}, True)  # nothing is counted before it is known to be whole
    settle(clickhouse)
    assert (counted(), texts(), waiting()) == ({"soldes": 5, "livraison": 5}, ["soldes livraison"] * 5, 0)


ACTS = st.lists(st.tuples(st.sampled_from(["keep", "keep", "file", "settle"]), st.integers(0, 6), st.booleans()), max_size=14)


NUMBERS = count(1000)


@trying(max_examples=20)
@given(ACTS)
def test_whatever_is_cut_no_sum_is_lost_or_doubled(monkeypatch, acts):
    monkeypatch.setattr(tallies, "FOLD", 2)
    kept, filed, brand = 0, 0, next(NUMBERS)  # which is also the number of a wording

    def found(wording: int | None = None) -> list[Mention]:
        return clickhouse.search(Search(brand, wording=wording), 50).mentions

    def words() -> int:
        return sum(each.mentions for each in clickhouse.top([brand], What.WORD, FIRST, LAST, 5))

    for act, turn, done in acts:
        if act == "keep":
            kept += len(clickhouse.keep([said("soldes", kept, workspace=brand, found_by=(brand,) if done else ())]))
            filed += done
        elif act == "file":
            filed += clickhouse.file(brand, found())
        else:
            cut(monkeypatch, turn, done=done)
        assert words() <= filed
    settle(clickhouse)
    assert (words(), len(found()), len(found(wording=brand))) == (filed, kept, filed)


def test_sums_are_folded_and_what_was_folded_is_dropped(monkeypatch):
    monkeypatch.setattr(tallies, "FOLD", 2)
    monkeypatch.setattr(tallies, "READERS", timedelta(0))
    for number in range(9):
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval('listening_attempt', last_value + %s) FROM listening_attempt", [schema.PART])
        clickhouse.keep([said("soldes", number, found_by=(7,))])
        assert clickhouse.settle()
        assert counted() == {"soldes": number + 1}
    assert [level.waiting for level in tallies.levels()] == [1, 0, 2]
    assert clickhouse.settle() == 0
    left = {int(level): int(rows) for level, rows in backends.rows("SELECT level, uniqExact(block) FROM tally GROUP BY level")}
    assert left[0] < 4
    assert left[2] == 2


@pytest.mark.parametrize("turn", [0, 1, 2])
@pytest.mark.parametrize("done", [False, True])
def test_an_erasure_that_is_cut_short_is_done_again(monkeypatch, turn, done):
    clickhouse.keep([said("a", 1, author="x:1", found_by=(7,)), said("b", 2, author="x:2", found_by=(7,))])
    settle(clickhouse)
    clickhouse.erase_author(1, "x:1", [7])
    assert cut(monkeypatch, turn, done=done)
    settle(clickhouse)
    assert (texts(), counted(What.AUTHOR), waiting()) == (["b"], {"x:2": 1}, 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM listening_filed")
        assert cursor.fetchone()[0] == 1


def test_what_waits_when_somebody_is_erased_goes_with_them():
    clickhouse.keep([said("a", 1, author="x:1", found_by=(7,))])
    clickhouse.erase_author(1, "x:1", [7])
    clickhouse.keep([said("b", 2, author="x:2", found_by=(7,))])
    settle(clickhouse)
    assert (texts(), counted(What.AUTHOR)) == (["b"], {"x:2": 1})


def test_while_clickhouse_does_not_answer_everything_waits(monkeypatch):
    clickhouse.keep([said("soldes", 1, found_by=(7,))])
    with monkeypatch.context() as patched:
        patched.setattr(type(backends.backend()), "insert", unanswered)
        assert clickhouse.settle() == 0
        clickhouse.keep([said("soldes", 2, found_by=(7,))])
    assert (sum(each.mentions for each in clickhouse.daily([7], FIRST, LAST)), counted()) == (2, {})
    settle(clickhouse)
    assert counted() == {"soldes": 2}


def unanswered(*given: str) -> None:
    raise Unavailable("nobody is there")


def test_what_is_said_cannot_be_read_as_an_order():
    hostile = ["a'); DROP TABLE mention; --", "tab\tline\nend\r\\N\\", "é\\'\"`{}[],$", "\\n"]
    given = [
        said(text, number, author=text, author_name=text, url="https://x.example/'", has=(text,), data={"a": text}, found_by=(7,))
        for number, text in enumerate(hostile)
    ]
    clickhouse.keep(given)
    settle(clickhouse)
    for mention in given:
        mention.found_by = ()
    assert clickhouse.get(1, [mention.id for mention in given]) == given[::-1]
    assert clickhouse.names(1, hostile) == dict(zip(hostile, hostile, strict=True))
    assert counted(What.AUTHOR) == dict.fromkeys(hostile, 1)
    assert [len(clickhouse.search(Search(1, facts=((What.AUTHOR, text),)), 5).mentions) for text in hostile] == [1] * 4
    assert clickhouse.erase_author(1, hostile[0], [7]) == 1
    settle(clickhouse)
    assert len(texts()) == 3


def test_pages_reach_back_over_years():
    days = [MONDAY - timedelta(days=number**3) for number in range(16)]
    clickhouse.keep([said(f"soldes {number}", number, said_at=day) for number, day in enumerate(days)])
    settle(clickhouse)
    found, after = [], None
    while True:
        page = clickhouse.search(Search(1, node=parse("soldes")), 3, after)
        found += [mention.text for mention in page.mentions]
        if page.next is None:
            break
        after = page.next
    assert found == [f"soldes {number}" for number in range(16)]


def test_a_line_holds_what_it_is_given():
    assert lines.cell(["a'b", "c\\d"]) == "['a\\'b','c\\\\d']"
    assert lines.ended("a\\n\nb\n", 0, 12) == "a\\n\t0\t12\nb\t0\t12\n"
    assert lines.cell(Sentiment.NEGATIVE) == "-1"


def test_an_address_says_where_clickhouse_is():
    there = address.parse("clickhouses://c%40lumen:password@ch.example/listening?cluster=mentions&replicated=yes")
    assert (there.host, there.port, there.user, there.password, there.database) == (
        "ch.example",
        8443,
        "c@lumen",
        "password",
        "listening",
    )
    assert (there.cluster, there.replicated, there.secure) == ("mentions", True, True)
    for wrong in ("http://ch.example", "clickhouse://", "clickhouse://ch.example/?clusters=a"):
        with pytest.raises(SettingError):
            address.parse(wrong)


def test_a_machine_that_is_down_and_an_error_of_ours_are_told_apart():
    assert isinstance(backends.raised("Code: 279, e.displayText() = All connection tries failed"), Unavailable)
    refused = backends.raised("Code: 62. DB::Exception: Syntax error")
    assert isinstance(refused, backends.Refused)
    assert refused.code == 62
