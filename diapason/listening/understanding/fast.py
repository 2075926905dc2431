"""Reading every mention: its language, its tone and what its author wants. Thousands a second, offline."""

from collections.abc import Iterable, Sequence
from itertools import batched

import numpy as np

from diapason.listening.mentions import ASPECTS, NAMES, TOXIC, Mention, Sentiment
from diapason.listening.understanding.aspects import aspects
from diapason.listening.understanding.families import families
from diapason.listening.understanding.features import Batch, Floats
from diapason.listening.understanding.habits import Habit, Habits
from diapason.listening.understanding.languages import language_of
from diapason.listening.understanding.model import LANGUAGES, POSTS, REVIEWS, TONES, Model, model, sigmoid, softmax
from diapason.listening.understanding.naming import names
from diapason.listening.understanding.reading import tokens
from diapason.listening.understanding.wanting import intents, toxic

AT_ONCE = 100  # texts: the tables of a process hold the words of more
GLAD = 2  # of the tones
DOUBT = 0.45  # the most that is believed of what may be ironic
# The chance that a text is hostile, below which nothing is said. Two in a thousand usual tweets come to it, one in a hundred of those about
# a disaster, and 57 in a hundred that people called hostile.
HOSTILE = 0.8


def understand(mentions: Sequence[Mention], habits: Habits | None = None) -> None:
    """Fills in what no source and no person has said: `language`, `sentiment` with its `confidence`, `intent`, `family`, `aspects`. What
    cannot be told stays empty: other languages than French and English have no tone. `habits`: what the people of the brand taught."""
    for part in batched(mentions, AT_ONCE):
        texts = tokens([words_of(mention) for mention in part])
        for mention, family in zip(part, families(texts), strict=True):
            mention.family = mention.family or family
            mention.language = mention.language or language_of(words_of(mention))
            if reader(mention) in LANGUAGES and (named := names(words_of(mention))):
                mention.data = {NAMES: named} | mention.data
        for language in LANGUAGES:
            waiting = [at for at, mention in enumerate(part) if reader(mention) == language and waits(mention)]
            if waiting:
                habit = habits.get(language) if habits else None
                read(model(language), [part[at] for at in waiting], [texts[at] for at in waiting], habit)


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


def read(language: Model, mentions: Sequence[Mention], texts: Sequence[list[str]], habit: Habit | None) -> None:
    batch, reviews = Batch.of(language.table, texts), reviews_of(mentions)
    outputs = language.outputs(batch, reviews)
    logits = language.logits(outputs, reviews)
    tones = softmax(logits + habit.shift(texts) if habit else logits)
    set_tones(mentions, tones, batch)
    chances = sigmoid(outputs[:, TONES:])
    wants = intents(batch, chances, tones, reviews == REVIEWS)
    found = aspects(language, batch, texts, reviews, tones)
    for mention, intent, spoken_of, chance in zip(mentions, wants, found, toxic(chances).tolist(), strict=True):
        mention.intent = mention.intent or intent
        if spoken_of:
            mention.data = {ASPECTS: {name: int(tone) for name, tone in spoken_of.items()}} | mention.data
        if chance >= HOSTILE:
            mention.data = {TOXIC: round(chance, 2)} | mention.data


def set_tones(mentions: Sequence[Mention], tones: Floats, batch: Batch) -> None:
    """A text that says nothing has no tone."""
    # What went wrong, told with delight, is either well mended or irony.
    ironic = (batch.marked("ironic") > 0) | (batch.marked("trouble") > 0) & (tones.argmax(axis=1) == GLAD)
    for mention, tone, sure, irony, speaks in zip(
        mentions, tones.argmax(axis=1).tolist(), tones.max(axis=1).tolist(), ironic.tolist(), batch.speaks.tolist(), strict=True
    ):
        if mention.sentiment is None and speaks:
            mention.sentiment = Sentiment(tone - 1)
            mention.confidence = round(min(sure, DOUBT) if irony else sure, 3)
