"""What the author of a text wants, in the words of `queries.fields.INTENTS`; empty when it is not sure."""

import numpy as np
from numpy.typing import NDArray

from diapason.listening.understanding.features import ASKS, LETTERS, QUESTIONS, Batch, Floats
from diapason.listening.understanding.model import WISHES

SURE = 0.5
SIGNS = 2  # of an offer or of spam: one may be chance
GLAD = 0.7
BAD, GOOD = 0, 2
SHORT = 8  # words: a question mark in a text so short is all of it
BRIEF = 40  # words: a question mark in a longer text is seldom what it is for


def intents(batch: Batch, chances: Floats, tones: Floats) -> list[str]:
    """`chances`: (texts, `WISHES`). What comes first in this order is what a person has to act on first."""
    complaint, request = (chances[:, WISHES.index(name)] for name in ("complaint", "request"))
    words = batch.total(batch.has(LETTERS).astype(float))
    glad, liked = tones[:, GOOD] >= GLAD, batch.total(np.maximum(batch.valence, 0)) > batch.total(np.maximum(-batch.valence, 0))
    # In the order of what counts first.
    told: dict[str, NDArray[np.bool_]] = {
        "spam": batch.marked("spam") >= SIGNS,
        "offer": (batch.marked("offer") >= SIGNS) & (tones[:, BAD] < GLAD),
        "complaint": (complaint >= SURE) & (complaint >= request) & (tones[:, GOOD] < GLAD),
        "request": request >= SURE,
        "question": asking(batch) & (words <= BRIEF) & (tones[:, BAD] < GLAD),
        "praise": glad & liked & ~(marked(batch) & (words <= SHORT)),
    }
    found = np.select([told[name] & (words > 0) for name in told], np.arange(len(told)), -1)
    names = [*told, ""]
    return [names[at] for at in found.tolist()]


def toxic(chances: Floats) -> Floats:
    """The chance that it is hostile to somebody: to be looked at, never acted on. Of languages without labelled texts, none."""
    found: Floats = chances[:, WISHES.index("toxic")]
    return found


def marked(batch: Batch) -> NDArray[np.bool_]:
    """With a question mark."""
    found: NDArray[np.bool_] = batch.total(batch.has(QUESTIONS).astype(float)) > 0
    return found


def asking(batch: Batch) -> NDArray[np.bool_]:
    """A question mark with a word that asks, or how questions begin when nobody types the mark."""
    asks, begins = batch.total(batch.has(ASKS).astype(float)) > 0, batch.marked("ask") > 0
    return (marked(batch) & (asks | begins)) | begins & (batch.opens_asking | marked(batch))
