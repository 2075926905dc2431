"""What is liked and disliked, each with the opinion of its own part of the sentence."""

from datetime import UTC, datetime

import pytest

from diapason.core.tests.effort import cpu_seconds
from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.understanding import understand
from diapason.listening.understanding.aspects import ASPECTS, named, spoken_of
from diapason.listening.understanding.reading import tokens

NEGATIVE, NEUTRAL, POSITIVE = Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE


def read(text: str, **more) -> dict[str, Sentiment]:
    mention = Mention(1, 1, text[:40], datetime(2026, 3, 2, tzinfo=UTC), text, **more)
    understand([mention])
    return mention.aspects


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Livraison super rapide mais service client lamentable", {"delivery": POSITIVE, "service": NEGATIVE}),
        ("Very friendly staff, but the prices are outrageous", {"service": POSITIVE, "price": NEGATIVE}),
        ("Trop cher pour ce que c’est", {"price": NEGATIVE}),
        ("L’application plante sans arrêt depuis la mise à jour", {"app": NEGATIVE}),
    ],
)
def test_each_aspect_has_the_opinion_of_its_part(text, found):
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Maison Lumen lost my parcel and will not refund me.", {"delivery": NEGATIVE, "returns": NEGATIVE}),
        ("Ma commande n’arrive pas, je veux un remboursement.", {"returns": NEGATIVE}),
        ("Aucun remboursement en trois semaines", {"returns": NEGATIVE}),
        ("Never delivered.", {"delivery": NEGATIVE}),
        ("Je n’ai pas été livré", {"delivery": NEGATIVE}),
        ("Remboursée en deux jours, merci", {"returns": POSITIVE}),
        ("No delivery problems at all, thanks", {"delivery": POSITIVE}),
        ("Pas de souci de livraison", {"delivery": POSITIVE}),
        ("Livraison pas chère", {"delivery": POSITIVE, "price": POSITIVE}),
        ("Je ne regrette pas la livraison express", {"delivery": POSITIVE}),
    ],
)
def test_not_to_get_what_one_is_owed_is_bad_and_to_want_it_back_too(text, found):
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Les prix ont explosé", {"price": NEGATIVE}),
        ("Prices have gone up again", {"price": NEGATIVE}),
        ("L’appli est super mais le support ne répond jamais", {"app": POSITIVE, "service": NEGATIVE}),
        ("Le prix est correct mais le service est lent", {"price": POSITIVE, "service": NEGATIVE}),
    ],
)
def test_prices_that_rise_and_what_does_not_answer_are_bad(text, found):
    assert read(text) == found


@pytest.mark.parametrize(
    "text", ["Il a perdu son chien", "Elle voudrait avoir un enfant", "Le livre de ma mère", "Le développement durable de la ville"]
)
def test_small_words_that_look_like_an_aspect_name_none(text):
    assert read(text) == {}


def test_what_is_only_named_is_neither_liked_nor_disliked():
    assert read("Quel est le prix de la lampe bleue ?") == {"price": NEUTRAL}


@pytest.mark.parametrize("text", ["", "La réunion est mardi", "Das ist der Preis", "😡"])
def test_what_speaks_of_none_has_none(text):
    assert read(text) == {}


def test_the_longest_phrase_names_the_aspect():
    assert [aspect for _at, aspect in spoken_of(tokens(["le service client"])[0])] == ["service"]
    assert [aspect for _at, aspect in spoken_of(tokens(["les frais de port"])[0])] == ["price"]


def test_every_aspect_of_the_list_is_known():
    words, phrases = named()
    known = {*words.values(), *(aspect for each in phrases.values() for _phrase, aspect in each)}
    assert known == set(ASPECTS)


def test_a_text_gives_the_same_alone_and_among_others():
    texts = ["Livraison nulle mais prix corrects", "Colis perdu", "rien", "The app is great"]
    together = [Mention(1, 1, text, datetime(2026, 3, 2, tzinfo=UTC), text) for text in texts]
    understand(together)
    assert [mention.aspects for mention in together] == [read(text) for text in texts]


def test_a_hostile_text_is_read_at_once():
    assert cpu_seconds(lambda: read("prix, " * 9000, language="fr")) < 0.5
