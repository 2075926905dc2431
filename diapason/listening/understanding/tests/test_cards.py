"""Model cards say what was measured."""

from diapason.listening.understanding.training.cards import cards
from diapason.listening.understanding.training.written import MANY, written


def test_no_figure_of_a_card_was_typed_by_hand():
    for place, text in cards().items():
        assert place.read_text(encoding="utf-8") == text, f"{place.name}: bin/bench understanding --write"
        assert "{" not in text


def test_sentences_that_we_wrote_are_always_the_same():
    first, again = list(written("fr")), list(written("fr"))
    assert first == again
    assert len({example.text for example in first}) == MANY
    assert not any("{" in example.text for example in first)
