"""Mentions move from one engine to the other and back: none is lost, none is doubled, and they keep coming in."""

from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.store import clickhouse, comparing, kept, moving, postgres
from diapason.listening.store.base import Search, Unavailable, What
from diapason.listening.store.clickhouse import backends
from diapason.listening.store.tests.engines import said, settle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clickhouse_here")]
FIRST, LAST = date(2026, 1, 1), date(2030, 12, 31)


class Cut(BaseException):
    """As SIGKILL does."""


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch):
    for name, many in (("MENTIONS", 4), ("FILED", 5), ("LINES", 3)):
        monkeypatch.setattr(moving, name, many)


def heard(number: int) -> Mention:
    """Of two brands, by three authors, over weeks."""
    facts = {"author": f"x:{number % 3}", "found_by": (7 + number % 2,) if number % 5 else (7, 8), "sentiment": Sentiment(number % 3 - 1)}
    return said(f"soldes livraison{number % 4}", number * 1000, workspace=1 + number % 2, **facts)


def keep(store: kept.Kept, first: int, many: int) -> None:
    store.keep([heard(number) for number in range(first, first + many)])


def whole(store: kept.Kept, many: int) -> bool:
    """Whether all that was kept is there once, as it should be counted."""
    settle(store)
    everything = [heard(number) for number in range(many)]
    for brand in (1, 2):
        found = [mention.key for mention in store.search(Search(brand), 500).mentions]
        assert sorted(found) == sorted(mention.key for mention in everything if mention.workspace == brand)
    for wording in (7, 8):
        ours = [mention for mention in everything if wording in mention.found_by]
        for what, of in ((What.AUTHOR, lambda mention: mention.author), (What.WORD, lambda mention: mention.text.split()[1])):
            counted = {each.value: each.mentions for each in store.top([wording], what, FIRST, LAST, 50) if each.value != "soldes"}
            assert counted == Counter(map(of, ours))
        assert sum(each.mentions for each in store.daily([wording], FIRST, LAST)) == len(ours)
    return True


def test_mentions_move_there_and_back_while_more_come_in():
    store, many = kept.Kept(), 25
    keep(store, 0, many)
    settle(store)
    for towards in ("clickhouse", "postgres", "clickhouse"):

        def told(move: moving.Move) -> None:
            nonlocal many
            keep(store, many, 1)
            many += 1

        moving.run(towards, told)
        assert kept.state() == kept.State(towards)
        assert whole(store, many)
    assert many > 60


@pytest.mark.parametrize("towards", ["clickhouse", "postgres"])
def test_a_move_that_is_cut_short_anywhere_goes_on_where_it_stood(towards):
    store = kept.Kept()
    keep(store, 0, 20)
    settle(store)
    if towards == "postgres":
        moving.run("clickhouse", lambda move: None)
    cuts, many, seen = 0, 20, set()

    def told(move: moving.Move) -> None:
        nonlocal cuts, many
        if (move.step, str(move.place)) not in seen:
            seen.add((move.step, str(move.place)))
            keep(store, many, 1)
            many, cuts = many + 1, cuts + 1
            raise Cut

    for _again in range(200):
        try:
            moving.run(towards, told)
            break
        except Cut:
            continue
    assert cuts > 6
    assert (kept.state().engine, whole(store, many)) == (towards, True)


def test_who_is_forgotten_during_a_move_does_not_arrive(monkeypatch):
    store = kept.Kept()
    keep(store, 0, 20)
    settle(store)
    for towards, author in (("clickhouse", "x:1"), ("postgres", "x:2")):
        erased: list[int] = []

        def told(move: moving.Move, author: str = author, erased: list[int] = erased) -> None:
            if move.step == "mentions" and move.place and not erased:
                erased.append(sum(store.erase_author(brand, author, [7, 8]) for brand in (1, 2)))
            if move.step == "sums":
                with pytest.raises(Unavailable):
                    store.erase_author(1, author, [7, 8])

        moving.run(towards, told)
        assert erased[0] > 3
        left = [mention.author for brand in (1, 2) for mention in store.search(Search(brand), 500).mentions]
        assert author not in left
        assert author not in {each.value for each in store.top([7, 8], What.AUTHOR, FIRST, LAST, 50)}
    assert set(left) == {"x:0"}


def test_what_is_decided_during_a_move_arrives():
    store = kept.Kept()
    keep(store, 0, 12)
    settle(store)
    chosen = [heard(number).id for number in (2, 4, 6)]  # of brand 1
    for turn, towards in enumerate(("clickhouse", "postgres", "clickhouse")):
        steps: list[str] = []

        def told(move: moving.Move, turn: int = turn, steps: list[str] = steps) -> None:
            def change(changed: Mention) -> None:
                changed.labels = (f"turn {turn} {len(steps)}",)
                changed.found_by = (7,) if len(steps) % 2 else (7, 8)

            settle(store)
            assert len(store.amend(1, chosen, [7, 8], change)) == 3
            steps.append(move.step)

        moving.run(towards, told)
        settle(store)
        last = f"turn {turn} {len(steps) - 1}"
        assert {mention.labels for mention in store.get(1, chosen)} == {(last,)}
        assert {each.value: each.mentions for each in store.top([7], What.LABEL, FIRST, LAST, 5)} == {last: 3}
        for wording in (7, 8):
            found = {mention.id for mention in store.search(Search(1, wording=wording), 50).mentions}
            assert (set(chosen) <= found) is (wording == 7 or len(steps) % 2 == 1)


def test_engines_that_differ_are_not_exchanged(monkeypatch):
    store = kept.Kept()
    keep(store, 0, 20)
    settle(store)

    def told(move: moving.Move) -> None:
        if move.step == "check":
            backends.backend().run("INSERT INTO filed (wording, said_at, id, version) VALUES (7, 1, 1, 1)")

    with pytest.raises(moving.CannotMove, match="filed"):
        moving.run("clickhouse", told)
    assert kept.state().engine == "postgres"
    assert whole(store, 20)
    moving.give_up()
    assert kept.state() == kept.State("postgres")
    moving.run("clickhouse", lambda move: None)
    assert whole(store, 20)


def test_nothing_of_what_moved_stays_behind():
    store = kept.Kept()
    keep(store, 0, 20)
    moving.run("clickhouse", lambda move: None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM listening_mention) + (SELECT count(*) FROM listening_tally)")
        assert cursor.fetchone()[0] == 0
    moving.run("postgres", lambda move: None)
    assert backends.rows("SELECT count() FROM mention") in ([[0]], [["0"]])


def test_what_a_move_that_was_killed_at_its_end_left_behind_goes(monkeypatch):
    keep(kept.Kept(), 0, 20)
    moving.run("clickhouse", lambda move: None)
    move = moved_but_for_the_end("postgres")

    def killed(engine):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(moving, "empty", killed)
        with pytest.raises(SystemExit):
            moving.finish(move)
    assert backends.rows("SELECT count() FROM mention") in ([[20]], [["20"]])
    assert kept.state().engine == "postgres"
    with pytest.raises(CommandError, match="already"):
        call_command("move_mentions", "postgres")
    assert backends.rows("SELECT count() FROM mention") in ([[0]], [["0"]])


def moved_but_for_the_end(towards: str) -> moving.Move:
    move = moving.begin(towards)
    while move.step != "check":
        moving.advance(move)
        moving.drain()
    return move


def test_the_command_says_how_far_it_is(capsys):
    keep(kept.Kept(), 0, 20)
    call_command("move_mentions", "clickhouse")
    assert "20 of about 20" in (said := capsys.readouterr().out)
    assert "Both agreed" in said
    with pytest.raises(CommandError, match="already"):
        call_command("move_mentions", "clickhouse")
    with pytest.raises(CommandError, match="No mentions are being moved"):
        call_command("move_mentions", "postgres", give_up=True)


def test_an_installation_that_heard_nothing_begins_where_it_should(monkeypatch, settings):
    settings.MENTIONS_STORE = "clickhouse"
    assert kept.state().engine == "clickhouse"
    settings.MENTIONS_STORE = "postgres"
    assert kept.state().engine == "clickhouse"  # from now on, only a move changes it


def test_a_setting_alone_does_not_leave_mentions_behind(settings):
    keep(kept.Kept(), 0, 3)
    settings.MENTIONS_STORE = "clickhouse"
    assert kept.state().engine == "postgres"


def test_both_engines_are_compared_by_what_they_hold():
    mentions = [heard(number) for number in range(6)]
    postgres.keep(mentions)
    settle(postgres)
    assert {line.split()[0] for line in comparing.differences()} == {"mentions", "filed", "sums"}
    assert clickhouse.search(Search(1), 5).mentions == []
