"""Mentions that say nearly the same."""

from datetime import UTC, datetime

import pytest

from diapason.listening.mentions import Mention
from diapason.listening.understanding import understand

NEWS = (
    "Le conseil municipal a voté mardi soir le budget de la ville pour l’année prochaine, après six heures de débats. Les impôts locaux "
    "n’augmenteront pas, a promis la maire, mais le stationnement sera payant le samedi dans tout le centre, et la piscine restera fermée "
    "jusqu’à la fin des travaux, prévue en juin si la météo le permet et si l’entreprise tient les délais que le contrat lui donne."
)


def families(*texts):
    mentions = [Mention(1, 1, str(at), datetime(2026, 3, 2, tzinfo=UTC), text) for at, text in enumerate(texts)]
    understand(mentions)
    return [mention.family for mention in mentions]


@pytest.mark.parametrize(
    "copy",
    [
        NEWS.upper(),
        f"RT @mairie: {NEWS} https://x.example/a",
        NEWS.replace("’", "'") + " via @quelquun",
        NEWS.replace("é", "e").replace(",", ""),
    ],
)
def test_a_copy_is_of_the_family(copy):
    assert len(set(families(NEWS, copy))) == 1


def test_another_text_is_of_another_family():
    assert (
        len(set(families(NEWS, "Le spectacle de mardi soir est reporté à l’année prochaine, a promis la salle, après six mois de travaux")))
        == 2
    )


def test_short_texts_are_of_a_family_when_they_are_the_same():
    first, again, other = families("La boutique est fermée mardi", "la boutique est fermee mardi !!", "La boutique est ouverte mardi")
    assert first == again
    assert first != other


@pytest.mark.parametrize("text", ["", "merci beaucoup", "😡😡", "http://x.example/", "12 34"])
def test_what_everybody_says_is_of_no_family(text):
    assert families(text, NEWS)[0] == 0


def test_a_family_does_not_depend_on_the_others_nor_on_the_language():
    alone = families(NEWS)[0]
    assert families("Guten Tag, wie geht es Ihnen heute morgen", NEWS, "x")[1] == alone
    assert 0 < alone < 2**63


def test_the_family_that_a_source_gave_stays():
    mention = Mention(1, 1, "key", datetime(2026, 3, 2, tzinfo=UTC), NEWS, family=7)
    understand([mention])
    assert mention.family == 7
