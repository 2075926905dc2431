"""What a brand's people taught moves the reading, within bounds, and only where it helps."""

import random

import numpy as np
import pytest

from diapason.listening.understanding.habits import MOST, Habit, Lesson, effect, learn

BAD, PLAIN, GOOD = 0, 1, 2


def lesson(many: int, *, taught: bool) -> Lesson:
    """A brand whose customers call a good thing `tuerie`, which the model reads as bad. Without `taught`, they contradict each other."""
    chance = random.Random(4)
    texts, wanted = [], []
    for number in range(many):
        word = "tuerie" if number % 2 else "lampe"
        texts.append([word, chance.choice(("bleue", "verte", "rouge")), chance.choice(("vue", "prise"))])
        wanted.append((GOOD if number % 2 else BAD) if taught else chance.choice((BAD, GOOD)))
    others = [[chance.choice(("colis", "message", "bleue")), "recu"] for _ in range(3 * many)]
    logits = np.tile([1.5, 0.0, 0.0], (4 * many, 1))
    return Lesson(texts + others, logits, np.array(wanted + [-1] * len(others)))


def test_what_is_said_again_and_again_is_learned():
    found = effect(lesson(60, taught=True))
    assert (found.corrections, found.before) == (60, 30)
    assert found.after >= 57
    assert found.holds


def test_little_else_is_read_otherwise():
    found = effect(lesson(60, taught=True))
    assert found.moved == 0


@pytest.mark.parametrize("told", [lesson(60, taught=False), lesson(16, taught=True)])
def test_what_contradicts_itself_or_is_too_little_is_not_used(told):
    assert not effect(told).holds


def test_words_that_were_not_taught_move_nothing_much():
    habit = learn(lesson(60, taught=True))
    taught, other = habit.shift([["tuerie"], ["colis", "recu"]])
    assert taught[GOOD] - taught[BAD] > 1.5
    assert abs(other[GOOD] - other[BAD]) < 0.5


def test_it_is_small_always_the_same_and_kept_as_text():
    texts = [[f"mot{number % 500}", f"rue{number % 400}"] for number in range(2000)]
    told = Lesson(texts, np.zeros((2000, 3)), np.array([number % 3 for number in range(2000)]))
    habit = learn(told)
    assert len(habit.words) == MOST
    assert learn(told) == habit
    again = Habit.of_json(habit.as_json())
    assert np.allclose(again.shift(texts[:5]), habit.shift(texts[:5]), atol=1e-3)


def test_nothing_is_learned_of_nothing():
    told = Lesson([["a"]] * 4, np.zeros((4, 3)), np.full(4, -1))
    assert not effect(told).holds
    assert np.abs(learn(told).shift([["a"]])).max() == 0
