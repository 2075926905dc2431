from datetime import date

from diapason.networks.base.counting import Limits, TextLimit, Unit

SIGNS = TextLimit(Unit.GRAPHEMES, 300, source="https://docs.example/limits", checked_on=date(2026, 11, 20))
BYTES = TextLimit(Unit.UTF8_BYTES, 3000, source="https://docs.example/limits", checked_on=date(2026, 11, 20))
BOTH = Limits([SIGNS, BYTES])
FAMILY = "👨\u200d👩\u200d👧\u200d👦"


def test_a_limit_measures_and_says_what_is_left() -> None:
    assert (SIGNS.measure("déjà"), SIGNS.left("déjà"), SIGNS.fits("é" * 300), SIGNS.fits("é" * 301)) == (
        4,
        296,
        True,
        False,
    )


def test_a_limit_uses_the_length_of_links_that_a_server_declares() -> None:
    limit = TextLimit(Unit.FEDIVERSE, 500, url_length=30, source="answer", checked_on=date(2026, 11, 20))
    assert limit.left("https://example.com/") == 470


def test_both_limits_hold_at_once() -> None:
    assert BOTH.fits(FAMILY * 120)
    assert not BOTH.fits(FAMILY * 121)
    assert not BOTH.fits("é" * 301)


def test_the_tightest_limit_is_the_one_with_the_least_room_in_proportion() -> None:
    assert BOTH.tightest("é" * 10) is SIGNS
    assert BOTH.tightest(FAMILY * 10) is BYTES


def test_no_limit_lets_everything_pass() -> None:
    assert Limits().fits("a" * 100_000)
    assert Limits().tightest("a") is None
