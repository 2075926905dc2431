"""A model of one language: what its file holds, and what it says of texts."""

import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diapason.listening.understanding.features import DENSE, Batch, Floats, Ints, Tokens
from diapason.listening.understanding.lexicon import LEARNED, TOLD, Lexicon, dealing, lines, marked

WEIGHTS = Path(__file__).parent / "weights"
LANGUAGES = ("fr", "en")
TONES, WISHES = 3, ("complaint", "request", "toxic")  # outputs: three tones, then one for each of these
POSTS, REVIEWS = 0, 1
EMBEDDED = 384


@dataclass
class Model:
    """`weights`: (buckets, outputs), in `scales` of each output. `dense`: (`DENSE`, outputs). `bias`: (posts or reviews, outputs).
    `heat`: (readings, posts or reviews), what the tones are divided by, so that a confidence of .8 is right eight times in ten; of the
    fast reading, and of the careful one. `careful`: (embedding, outputs), after taking `mean` away and dividing by `spread`;
    `careful_dense` likewise."""

    weights: NDArray[np.int16]
    scales: Floats
    dense: Floats
    bias: Floats
    heat: Floats
    careful: Floats
    careful_dense: Floats
    careful_bias: Floats
    mean: Floats
    spread: Floats
    lexicon: Lexicon

    @cached_property
    def table(self) -> Tokens:
        return Tokens(self.weights, self.lexicon)

    def outputs(self, batch: Batch, reviews: Ints) -> Floats:
        """(texts, outputs). `reviews`: `POSTS` or `REVIEWS` for each."""
        return batch.sums() * self.scales + batch.dense() @ self.dense + self.bias[reviews]

    def logits(self, outputs: Floats, reviews: Ints, *, carefully: bool = False) -> Floats:
        """Of (negative, neutral, positive)."""
        found: Floats = outputs[:, :TONES] / self.heat[int(carefully)][reviews][:, None]
        return found

    def tones(self, outputs: Floats, reviews: Ints, *, carefully: bool = False) -> Floats:
        """Chances of (negative, neutral, positive)."""
        return softmax(self.logits(outputs, reviews, carefully=carefully))

    def careful_outputs(self, outputs: Floats, embedded: Floats, dense: Floats, reviews: Ints) -> Floats:
        """The same `outputs`, where the texts were also `embedded`: both readings together."""
        told = (embedded - self.mean) / self.spread @ self.careful + dense @ self.careful_dense + self.careful_bias[reviews]
        both: Floats = told + outputs
        return both

    def save(self, path: Path) -> None:
        arrays = {name: value for name, value in vars(self).items() if isinstance(value, np.ndarray)}
        words = {
            "words": self.lexicon.words,
            "phrases": self.lexicon.phrases,
            "marks": {name: sorted(self.lexicon.marks[name]) for name in LEARNED},
        }
        told = json.dumps(words, ensure_ascii=False, sort_keys=True).encode()
        kept: dict[str, Any] = {name: value if value.dtype == np.int16 else value.astype(np.float32) for name, value in arrays.items()}
        np.savez_compressed(path, lexicon=np.frombuffer(told, np.uint8), **kept)


def softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = powers / powers.sum(axis=1, keepdims=True)
    return found


def sigmoid(scores: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(scores, -30, 30)))


def read(path: Path) -> Model:
    with np.load(path, allow_pickle=False) as kept:
        told: dict[str, Any] = json.loads(kept["lexicon"].tobytes())
        marks = {name: frozenset(told["marks"][name]) for name in LEARNED} | {name: marked(name) for name in TOLD}
        marks["dealing"] |= dealing()
        arrays = {name: kept[name] for name in kept.files if name != "lexicon"}
    if arrays["dense"].shape[0] != len(DENSE):
        raise ValueError(f"{path.name} is older than the code: bin/train makes it again")
    wide = {name: value if name == "weights" else value.astype(np.float64) for name, value in arrays.items()}
    lexicon = Lexicon(told["words"], told["phrases"], marks)
    lexicon.add(lines(path.stem))  # our lists count as they are now: the weights are of what they are worth together, not of words
    return Model(lexicon=lexicon, **wide)


@cache
def model(language: str) -> Model:
    """Read once in a process."""
    return read(WEIGHTS / f"{language}.npz")
