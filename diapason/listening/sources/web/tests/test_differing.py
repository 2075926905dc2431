"""What changed on a page, and what says nothing."""

import pytest

from diapason.listening.sources.web import differing


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Mis à jour le 12 mars 2026 à 14h30", "Mis à jour le 3 avril 2026 à 9h05"),
        ("Updated March 12, 2026, 2:30 pm", "Updated April 3, 2026, 9:05 am"),
        ("Publié le 12/03/2026", "Publié le 03/04/2026"),
        ("2026-03-12T14:30:00", "2026-04-03T09:05:11"),
        ("Il y a 3 heures", "Il y a 2 jours"),
        ("3 hours ago", "yesterday"),
        ("12 345 vues", "13 002 vues"),
        ("1.2k views", "998 views"),
        ("Commentaires (12)", "Commentaires (15)"),
        ("4 membres en ligne", "17 membres en ligne"),
        ("Lundi 3 mars", "mardi 4 mars"),
        ("  Un texte ", "Un texte!"),
    ],
)
def test_when_and_how_many_read_it_says_nothing(before, after):
    assert not differing.between([before], [after])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Lampe : 49,90 €", "Lampe : 59,90 €"),
        ("Livraison en 3 jours", "Livraison en 5 points relais"),
        ("Article 4. Le client peut", "Article 4. Le client ne peut pas"),
        ("Version 2.1", "Version 2.2"),
        ("Depuis 1912", "Depuis 1921"),
    ],
)
def test_what_is_said_and_prices_count(before, after):
    assert differing.between([before], [after]) == differing.Change((after,), (before,))


def test_lines_that_move_have_not_changed():
    assert not differing.between(["un", "deux", "trois"], ["trois", "un", "deux"])
    assert differing.between(["un", "un"], ["un"]) == differing.Change((), ("un",))


def test_a_line_that_comes_and_goes_is_told_twice_then_left():
    restless: differing.Restless = {}
    told = []
    for day in range(8):
        before, after = (["Pub A"], ["Pub B"]) if day % 2 else (["Pub B"], ["Pub A"])
        change, restless = differing.settled(differing.between(before, after), restless, day)
        told.append(bool(change))
    assert told == [True, True, False, False, False, False, False, False]
    change, _ = differing.settled(differing.between(["Pub A"], ["Pub A", "Le prix change"]), restless, 8)
    assert change.added == ("Le prix change",)


def test_figures_that_are_others_at_each_look_are_left_and_heard_again_after_a_quiet_month():
    restless: differing.Restless = {}
    for day in range(4):
        change, restless = differing.settled(differing.between([f"Stock {day}"], [f"Stock {day + 1}"]), restless, day)
    assert not change
    change, _ = differing.settled(differing.between(["Stock 4"], ["Stock 5"]), restless, 3 + differing.REMEMBERED + 1)
    assert change


def test_what_is_remembered_of_restless_lines_has_an_end():
    lines = [f"ligne {'x' * (number % 997)}{chr(97 + number % 26) * (number % 83)} {number:b}" for number in range(9_000)]
    _, restless = differing.settled(differing.between([], [f"{line}{'z' * n}" for n, line in enumerate(lines[:4000])]), {}, 1)
    assert len(restless) <= differing.MOST_RESTLESS


def test_a_line_made_to_hurt_takes_no_time():
    for line in ("1 " * 1_000, "1.1," * 500, "il y a " * 285, "jan " * 500 + "1" * 100, "9" * 2_000, "1h" * 1000):
        differing.normal(line)
