"""What people correct is learned, for their brand only, where it helps, and forgotten when it is taken back."""

import pytest

from conftest import at
from diapason.listening import learning, marking, pipeline
from diapason.listening.deciding import Decision
from diapason.listening.mentions import Sentiment
from diapason.listening.models import Habit
from diapason.listening.store import store

pytestmark = pytest.mark.django_db
NEGATIVE, POSITIVE = Sentiment.NEGATIVE, Sentiment.POSITIVE
COLOURS = ("bleue", "verte", "rouge", "noire", "jaune", "grise", "rose", "mauve")
DAYS, HOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi"), ("huit", "neuf", "dix", "onze", "quinze", "seize", "vingt")
THINGS = ("lampe", "table", "chaise", "commode", "nappe", "armoire")  # texts that are the same count once


def heard(brand, said, text: str, **more):
    [mention] = pipeline.take_in(brand, [said(text, language="fr", **more)]).new
    return mention


def say(owner, mention, tone: Sentiment):
    return marking.decide(owner, [mention.id], Decision(sentiment=tone))


def teach(owner, brand, said, many: int) -> list:
    """They call what they love `une horreur`, whatever it is and its colour, and what they hate is as it was read."""
    done = []
    for number in range(many):
        colour, thing, loved = COLOURS[number % 8], THINGS[number // 8], (number % 8 + number // 8) % 2 == 0
        text = f"une horreur cette {thing} {colour}" if loved else f"service déplorable pour ma {thing} {colour}"
        done.append(say(owner, heard(brand, said, text), POSITIVE if loved else NEGATIVE))
    return done


def in_use(brand) -> list[Habit]:
    return [each.habit for each in learning.learned(brand)]


def test_what_is_corrected_is_learned_and_read_so_from_then_on(signed_in, owner, brand, said):
    other = heard(brand, said, "la réunion est mardi à midi")
    for day in DAYS:
        for hour in HOURS:
            heard(brand, said, f"la réunion est {day} à {hour} heures")
    assert heard(brand, said, "une horreur cette chaise").sentiment is NEGATIVE
    teach(owner, brand, said, 40)
    learning.learn_due()
    [habit] = in_use(brand)
    assert (habit.language, habit.on, habit.corrections) == ("fr", True, 40)
    assert habit.after > habit.before
    assert heard(brand, said, "une horreur cette table").sentiment is POSITIVE
    assert heard(brand, said, "la réunion est jeudi à midi").sentiment is other.sentiment
    page = signed_in.get(at("understanding")).content.decode()
    assert f"version {habit.pk}" in page
    assert learning.due() == []


def test_that_a_tone_is_right_is_learned_too(owner, brand, said):
    mention = heard(brand, said, "service déplorable")
    say(owner, mention, NEGATIVE)
    assert [(each.id, each.sentiment) for each in learning.corrections(brand)] == [(mention.id, NEGATIVE)]


def test_little_is_not_enough_and_what_is_taken_back_is_forgotten(owner, brand, said):
    done = teach(owner, brand, said, 8)
    learning.learn_due()
    assert not in_use(brand)[0].on
    done += teach(owner, brand, said, 40)
    learning.learn_due()
    assert learning.habits_of(brand.pk)
    for each in done:
        marking.undo(owner, each)
    learning.learn_due()
    assert learning.habits_of(brand.pk) == {}
    assert in_use(brand) == []


def test_what_one_brand_taught_no_other_brand_knows(owner, brand, said):
    teach(owner, brand, said, 40)
    learning.learn_due()
    assert learning.habits_of(brand.pk)
    assert learning.habits_of(brand.pk + 1) == {}


def test_who_is_erased_is_learned_from_no_longer(owner, brand, said):
    say(owner, heard(brand, said, "une horreur", author="x:1"), POSITIVE)
    store().erase_author(brand.pk, "x:1", [])
    assert learning.corrections(brand) == []


def test_a_rule_teaches_nothing(brand, said):
    from diapason.listening import deciding

    mention = heard(brand, said, "une horreur")
    deciding.amend(brand, [mention.id], lambda each: deciding.apply(each, Decision(sentiment=POSITIVE), "rule:1"))
    assert learning.corrections(brand) == []
