"""Reading every mention: its language, its tone and what its author wants. Thousands a second, offline."""

from collections.abc import Iterable, Sequence
from itertools import batched

import numpy as np

from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.understanding.features import Batch, Floats
from diapason.listening.understanding.languages import language_of
from diapason.listening.understanding.model import LANGUAGES, POSTS, REVIEWS, TONES, Model, model, sigmoid
from diapason.listening.understanding.reading import tokens
from diapason.listening.understanding.wanting import intents

AT_ONCE = 100  # texts: the tables of a process hold the words of more
DOUBT = 0.45  # the most that is believed of what may be ironic


def understand(mentions: Sequence[Mention]) -> None:
    """Fills in what no source and no person has said: `language`, `sentiment` with its `confidence`, `intent`. What cannot be told
    stays empty: other languages than French and English have no tone."""
    for mention in mentions:
        if not mention.language:
            mention.language = language_of(words_of(mention))
    for language in LANGUAGES:
        waiting = [mention for mention in mentions if reader(mention) == language and (mention.sentiment is None or not mention.intent)]
        for part in batched(waiting, AT_ONCE):
            read(model(language), part)


def words_of(mention: Mention) -> str:
    return f"{mention.title}. {mention.text}" if mention.title else mention.text


def reader(mention: Mention) -> str:
    """Whose model reads it; emoji alone are the same in both."""
    language = mention.language[:2].lower()
    return language or ("" if any(map(str.isalpha, mention.text)) else LANGUAGES[0])


def reviews_of(mentions: Iterable[Mention]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([REVIEWS if mention.kind == "review" else POSTS for mention in mentions], np.int64)


def read(language: Model, mentions: Sequence[Mention]) -> None:
    batch = Batch.of(language.table, tokens([words_of(mention) for mention in mentions]))
    outputs = language.outputs(batch, reviews_of(mentions))
    tones = language.tones(outputs)
    set_tones(mentions, tones, batch)
    wants = intents(batch, sigmoid(outputs[:, TONES:]), tones)
    for mention, intent in zip(mentions, wants, strict=True):
        mention.intent = mention.intent or intent


def set_tones(mentions: Sequence[Mention], tones: Floats, batch: Batch) -> None:
    """A text that says nothing has no tone."""
    ironic = batch.marked("ironic") > 0
    for mention, tone, sure, irony, speaks in zip(
        mentions, tones.argmax(axis=1).tolist(), tones.max(axis=1).tolist(), ironic.tolist(), batch.speaks.tolist(), strict=True
    ):
        if mention.sentiment is None and speaks:
            mention.sentiment = Sentiment(tone - 1)
            mention.confidence = round(min(sure, DOUBT) if irony else sure, 3)
