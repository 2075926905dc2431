"""Reading every mention: its language, its tone and what its author wants. Thousands a second, offline."""

from collections.abc import Iterable, Sequence
from itertools import batched

import numpy as np

from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.understanding.families import families
from diapason.listening.understanding.features import Batch, Floats
from diapason.listening.understanding.languages import language_of
from diapason.listening.understanding.model import LANGUAGES, POSTS, REVIEWS, TONES, Model, model, sigmoid
from diapason.listening.understanding.reading import tokens
from diapason.listening.understanding.wanting import intents

AT_ONCE = 100  # texts: the tables of a process hold the words of more
DOUBT = 0.45  # the most that is believed of what may be ironic


def understand(mentions: Sequence[Mention]) -> None:
    """Fills in what no source and no person has said: `language`, `sentiment` with its `confidence`, `intent`, `family`. What cannot be
    told stays empty: other languages than French and English have no tone."""
    for part in batched(mentions, AT_ONCE):
        texts = tokens([words_of(mention) for mention in part])
        for mention, family in zip(part, families(texts), strict=True):
            mention.family = mention.family or family
            mention.language = mention.language or language_of(words_of(mention))
        for language in LANGUAGES:
            waiting = [at for at, mention in enumerate(part) if reader(mention) == language and waits(mention)]
            if waiting:
                read(model(language), [part[at] for at in waiting], [texts[at] for at in waiting])


def waits(mention: Mention) -> bool:
    return mention.sentiment is None or not mention.intent


def words_of(mention: Mention) -> str:
    return f"{mention.title}. {mention.text}" if mention.title else mention.text


def reader(mention: Mention) -> str:
    """Whose model reads it; emoji alone are the same in both."""
    language = mention.language[:2].lower()
    return language or ("" if any(map(str.isalpha, mention.text)) else LANGUAGES[0])


def reviews_of(mentions: Iterable[Mention]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([REVIEWS if mention.kind == "review" else POSTS for mention in mentions], np.int64)


def read(language: Model, mentions: Sequence[Mention], texts: Sequence[list[str]]) -> None:
    batch = Batch.of(language.table, texts)
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
