"""Which mentions say nearly the same: syndicated news, copies, texts that people pass on.

A family is a number made of the text alone, so that it needs no memory of the others: two samples of its groups of three words, each the
one whose hash is smallest (Broder's min-wise hashing). Two texts that share a part J of their groups have the same sample with the chance
J, and both with J²: nine tenths in common are one family eight times in ten, a tenth in common once in a hundred.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b

import numpy as np

from diapason.listening.understanding.features import Batch, Ints, Tokens
from diapason.listening.understanding.lexicon import Lexicon

ALONE = 4  # words: of fewer, everybody says the same
SHORT = 8  # words: of fewer, all have to be the same
PASSED_ON = frozenset(("rt", "via"))
STEPS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))


@cache
def table() -> Tokens:
    return Tokens(None, Lexicon())


def families(texts: Sequence[list[str]]) -> list[int]:
    """Of texts as tokens: 63 bits each; 0 for what is in none."""
    said = [[token for token in text if token[0].isalpha() and token not in PASSED_ON] for text in texts]
    if not said:
        return []
    samples = sampled(Batch.of(table(), said))
    return [family(words, found) for words, found in zip(said, samples.tolist(), strict=True)]


def family(words: list[str], samples: list[int]) -> int:
    if len(words) < ALONE:
        return 0
    told = " ".join(words) if len(words) < SHORT else f"{samples[0]} {samples[1]}"
    return int.from_bytes(blake2b(told.encode(), digest_size=8).digest()) >> 1


def sampled(batch: Batch) -> Ints:
    """(texts, 2): the smallest hash of three words that follow each other, in two orders."""
    codes = batch.codes.astype(np.uint64)
    first, second = np.roll(codes, -1), np.roll(codes, -2)
    within = np.roll(batch.text, -2) == batch.text  # and `START` counts as a word: the beginning is told apart
    within[-2:] = False
    found = []
    for step in STEPS:
        key = (codes * step + first) * step + second
        key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        key ^= key >> np.uint64(31)
        found.append(np.minimum.reduceat(np.where(within, key, np.uint64(2**64 - 1)), batch.starts))
    return np.stack(found, axis=1).astype(np.int64)
