"""What the author of a text wants, in the words of `queries.fields.INTENTS`; empty when it is not sure."""

import numpy as np
from numpy.typing import NDArray

from diapason.listening.understanding.features import ASKS, LETTERS, QUESTIONS, Batch, Floats
from diapason.listening.understanding.lexicon import TOLD
from diapason.listening.understanding.model import WISHES

SURE = 0.5
SIGNS = 2  # of an offer or of spam: one may be chance
GLAD = 0.7
BAD, GOOD = 0, 2
SHORT = 8  # words: a question mark in a text so short is all of it
BRIEF = 40  # words: a question mark in a longer text is seldom what it is for
NEAR = 3  # tokens: a question mark so near to the end (« …? Merci d’avance ») ends the text
SLACK = 0.3  # how much likelier than bad a good tone may be, where what went wrong is told: « parfait, toujours rien reçu »
SORRY = 0.5  # the least chance that a customer who speaks of a delivery, an invoice… complains of it


def intents(batch: Batch, chances: Floats, tones: Floats, reviews: NDArray[np.bool_]) -> list[str]:
    """`chances`: (texts, `WISHES`). What comes first in this order is what a person has to act on first."""
    complaint, request = (chances[:, WISHES.index(name)] for name in ("complaint", "request"))
    words = batch.total(batch.has(LETTERS).astype(float))
    signs = {name: batch.marked(name) for name in TOLD}
    glad, liked = tones[:, GOOD] >= GLAD, batch.total(np.maximum(batch.valence, 0)) > batch.total(np.maximum(-batch.valence, 0))
    trouble, asks, pleads = signs["trouble"] > 0, asking(batch, words), signs["please"] > 0
    sold = signs["offer"] * (signs["self"] == 0) + SIGNS * signs["advert"] >= SIGNS
    lured = (signs["lure"] > 0) & (signs["spam"] + signs["lure"] >= SIGNS) | (signs["scam"] > 0)
    # Customers speak of themselves or of what they deal with; the news do not.
    dealing = signs["self"] + signs["dealing"] + signs["trouble"] + reviews > 0
    wronged = trouble & (tones[:, BAD] >= tones[:, GOOD] - SLACK)
    wronged |= (tones[:, BAD] >= SORRY) & (signs["dealing"] > 0) & (signs["self"] + signs["dealing"] >= SIGNS) & ~reviews
    # In the order of what counts first.
    told: dict[str, NDArray[np.bool_]] = {
        "spam": lured & (tones[:, BAD] < GLAD) & ~trouble,
        "offer": sold & (tones[:, BAD] < GLAD) & ~trouble & ~(asks & marked(batch)),
        "complaint": (complaint >= SURE) & (complaint >= request) & (tones[:, GOOD] < GLAD) & dealing | wronged & ~asks & ~pleads,
        "request": (request >= SURE) | pleads,
        "question": asks & (words <= BRIEF) & (tones[:, BAD] < GLAD),
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


def asking(batch: Batch, words: Floats) -> NDArray[np.bool_]:
    """A question mark with a word that asks or at the end of a short text, or how people ask when nobody types the mark."""
    asks, begins = batch.total(batch.has(ASKS).astype(float)) > 0, batch.marked("ask") > 0
    ends = np.append(batch.starts[1:], len(batch.rows))
    ended = (batch.last(batch.has(QUESTIONS))[ends - 1] >= np.maximum(ends - 1 - NEAR, batch.starts)) & (words <= 2 * SHORT)
    found: NDArray[np.bool_] = (marked(batch) & (asks | begins)) | ended | batch.opening("opening") | (batch.marked("question") > 0)
    return found
