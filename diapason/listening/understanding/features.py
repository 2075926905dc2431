"""What is counted in texts, for many at once: one row a text, in whole numbers wherever it can be, so that a text gives the same
alone and among others.

Every token is a row of a table that is filled as tokens are met: `code` (a hash), what its letters weigh, its valence, its role. A text
is then sums over rows. Words repeat so much that the letters of most of them are looked at once in the life of a process.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from diapason.listening.understanding import signs
from diapason.listening.understanding.lexicon import LONGEST as MANY
from diapason.listening.understanding.lexicon import MARKS, Lexicon
from diapason.listening.understanding.reading import ACCOUNT, NUMBER, START, URL

BITS = 18
BUCKETS = 1 << BITS
SHORTEST, LONGEST = 2, 5  # letters of the pieces of a word
SCOPE = 4  # tokens that a negation turns
TURNED, HEIGHTENED, LOWERED = -0.74, 1.3, 0.6
ROLES = ("negates", "after", "ne", "no_more", "breaks", "but", "stronger", "weaker", "asks", "greets", "url", "account", "number")
(NEGATES, AFTER, NE, NO_MORE, BREAKS, BUT, STRONGER, WEAKER, ASKS, GREETS, IS_URL, IS_ACCOUNT, IS_NUMBER) = (
    1 << bit for bit in range(len(ROLES))
)
EXCLAIMS, QUESTIONS, TRAILS, EMOJI, LETTERS = (1 << bit for bit in range(len(ROLES), len(ROLES) + 5))
MARK = {name: 1 << bit for bit, name in enumerate(MARKS, len(ROLES) + 5)}
DENSE = (
    "liked", "disliked", "balance", "balance_at_end", "best", "worst", "exclaims", "questions", "trails", "glad_emoji", "sad_emoji",
    "irony", "wishes", "asking", "length", "url", "account", "number", "negations", "asks", "both", "first_asks", "short",
)  # fmt: skip

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def bucket(text: bytes) -> int:
    return crc32(text) & (BUCKETS - 1)


def pieces(token: str) -> list[int]:
    """The buckets of the pieces of a word, its edges marked."""
    letters = f" {token} ".encode()
    size = len(letters)
    return [bucket(letters[at : at + many]) for many in range(SHORTEST, LONGEST + 1) for at in range(size - many + 1)]


def mixed(codes: Ints, others: Ints | int) -> Ints:
    """The buckets of pairs of codes."""
    pairs = codes.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.asarray(others).astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
    found: Ints = ((pairs ^ (pairs >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9) >> np.uint64(64 - BITS)).astype(np.int64)
    return found


def role(token: str) -> int:
    first = token[0]
    sets = (
        signs.NEGATES,
        signs.AFTER,
        signs.NE,
        signs.NO_MORE,
        signs.BREAKS,
        signs.BUT,
        signs.STRONGER,
        signs.WEAKER,
        signs.ASKS,
        signs.GREETS,
    )
    found = sum(1 << bit for bit, words in enumerate(sets) if token in words)
    found |= {URL: IS_URL, ACCOUNT: IS_ACCOUNT, NUMBER: IS_NUMBER}.get(token, 0)
    found |= EXCLAIMS * ("!" in token) | QUESTIONS * ("?" in token) | TRAILS * (token in ("..", "…"))
    return found | EMOJI * (first > "\u2000" and not first.isalpha() and first not in "⟨«»…") | LETTERS * first.isalpha()


@dataclass
class Phrases:
    """Turns of phrase of `many` tokens: sorted keys, what each is worth (not a number: nothing known), what it is a sign of."""

    many: int
    keys: NDArray[np.uint64]
    values: Floats
    marks: Ints

    @classmethod
    def of(cls, lexicon: Lexicon, many: int) -> "Phrases":
        phrases = set(lexicon.phrases).union(*lexicon.marks.values())
        found = sorted((key_of(phrase), phrase) for phrase in phrases if phrase.count(" ") == many - 1)
        values = [lexicon.phrases.get(phrase, np.nan) for _key, phrase in found]
        marks = [marks_of(lexicon, phrase) for _key, phrase in found]
        return cls(many, np.array([key for key, _ in found], np.uint64), np.array(values), np.array(marks, np.int64))

    def within(self, codes: Ints) -> tuple[Ints, Ints]:
        """Where each begins that is in a line of tokens, and which it is."""
        ends = len(codes) - self.many + 1
        key = codes[:ends].astype(np.uint64)
        for at in range(1, self.many):
            key = key * STEP + codes[at : ends + at].astype(np.uint64)
        which = np.minimum(np.searchsorted(self.keys, key), len(self.keys) - 1)
        starts = np.flatnonzero(self.keys[which] == key)
        return starts, which[starts]


def marks_of(lexicon: Lexicon, phrase: str) -> int:
    return sum(MARK[name] for name, phrases in lexicon.marks.items() if phrase in phrases)


STEP = np.uint64(0x9E3779B97F4A7C15)


def key_of(phrase: str) -> int:
    key = 0
    for token in phrase.split(" "):
        key = (key * int(STEP) + crc32(token.encode())) % 2**64
    return key


class Tokens(dict[str, int]):
    """The row of every token that was met. `weights`: what a bucket weighs for each output."""

    MOST = 1 << 17  # then it begins again: rare words come from everywhere, and would fill the memory

    def __init__(self, weights: NDArray[np.int16] | None, lexicon: Lexicon) -> None:
        super().__init__()
        self.weights, self.lexicon = weights, lexicon
        self.phrases = [Phrases.of(lexicon, many) for many in range(MANY, 1, -1)]
        outputs = 0 if weights is None else weights.shape[1]
        self.letters = np.zeros((self.MOST, outputs), np.int32)
        self.many = np.zeros(self.MOST, np.int64)
        self.code = np.zeros(self.MOST, np.int64)
        self.valence = np.zeros(self.MOST, np.int64)  # in tenths
        self.role = np.zeros(self.MOST, np.int64)

    def __missing__(self, token: str) -> int:
        row = self[token] = len(self)
        self.code[row] = crc32(token.encode())
        self.role[row] = role(token) | marks_of(self.lexicon, token)
        self.valence[row] = round(10 * self.lexicon.words.get(token, 0))
        found = pieces(token) if token[0].isalpha() else []
        self.many[row] = len(found)
        if self.weights is not None:
            self.letters[row] = self.weights[found].sum(axis=0, dtype=np.int32) if found else 0
        return row

    def rows(self, tokens: Sequence[str]) -> Ints:
        if len(self) + len(tokens) >= self.MOST and len(self) + len(set(tokens) - self.keys()) >= self.MOST:
            self.clear()
        return np.fromiter(map(self.__getitem__, tokens), np.int64, len(tokens))


@dataclass
class Batch:
    """The tokens of several texts in one line, each text after a `START`. `starts`: where each begins."""

    table: Tokens
    rows: Ints
    starts: Ints
    text: Ints

    @classmethod
    def of(cls, table: Tokens, texts: Sequence[list[str]]) -> "Batch":
        flat: list[str] = []
        for tokens in texts:
            flat.append(START)
            flat += tokens
        lengths = np.fromiter((len(tokens) + 1 for tokens in texts), np.int64, len(texts))
        starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        return cls(table, table.rows(flat), starts, np.repeat(np.arange(len(texts)), lengths))

    def total(self, values: NDArray[Any]) -> Floats:
        """Of each text; whole numbers stay so."""
        found: Floats = np.add.reduceat(values, self.starts, axis=0, dtype=np.float64)
        return found

    @cached_property
    def roles(self) -> Ints:
        return self.table.role[self.rows]

    @cached_property
    def codes(self) -> Ints:
        return self.table.code[self.rows]

    def has(self, role: int) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = (self.roles & role) != 0
        return found

    def last(self, where: NDArray[np.bool_]) -> Ints:
        """For each token, the place of the last one, itself included, for which `where` is true; -1 before the first."""
        return np.maximum.accumulate(np.where(where, np.arange(len(where)), -1))

    @cached_property
    def turned(self) -> NDArray[np.bool_]:
        """The tokens that a negation turns: some after it, in the same part of the sentence, and the verb before `pas`."""
        place = np.arange(len(self.rows))
        broken, after_ne = self.last(self.has(BREAKS)), self.last(self.has(NE))
        no_more = self.has(NO_MORE) & (after_ne > broken) & (place - after_ne <= SCOPE)
        negates = self.has(NEGATES) | no_more
        last = np.concatenate(([-1], self.last(negates)[:-1]))
        ahead = (last > broken) & (place - last <= SCOPE)
        before = np.concatenate((self.has(AFTER)[1:] | no_more[1:], [False])) & ~self.has(BREAKS)
        return (ahead | before) & ~negates

    @cached_property
    def words(self) -> tuple[Ints, Ints]:
        """Buckets and texts of words, of words in a negation, and of pairs."""
        letters = np.flatnonzero(self.rows != self.rows[0])  # all but `START`
        turned = np.flatnonzero(self.turned & self.has(LETTERS))
        pairs = np.arange(1, len(self.rows))
        pairs = pairs[self.text[pairs] == self.text[pairs - 1]]
        buckets = (mixed(self.codes[letters], 1), mixed(self.codes[turned], 2), mixed(self.codes[pairs - 1], self.codes[pairs]))
        return np.concatenate(buckets), np.concatenate((self.text[letters], self.text[turned], self.text[pairs]))

    @cached_property
    def valence(self) -> Floats:
        """Of each token, with what negations and strengthening words make of it."""
        value = self.plain_valence
        shift = np.concatenate(([False], self.has(STRONGER)[:-1]))
        weak = np.concatenate(([False], self.has(WEAKER)[:-1]))
        value = value * np.where(shift, HEIGHTENED, 1) * np.where(weak, LOWERED, 1)
        return np.where(np.isnan(self.phrase_valence), value * np.where(self.turned, TURNED, 1), self.phrase_valence)

    @cached_property
    def plain_valence(self) -> Floats:
        return self.table.valence[self.rows] / 10

    @cached_property
    def found_phrases(self) -> list[tuple[Phrases, Ints, Ints]]:
        """The longest first."""
        return [
            (phrases, *phrases.within(self.codes))
            for phrases in self.table.phrases
            if len(phrases.keys) and len(self.codes) >= phrases.many
        ]

    @cached_property
    def phrase_valence(self) -> Floats:
        """What a turn of phrase is worth, at its first token, and nothing at its others; not a number outside of any."""
        value = np.full(len(self.rows), np.nan)
        for phrases, starts, which in reversed(self.found_phrases):
            valued = ~np.isnan(phrases.values[which])
            for at in range(phrases.many):
                value[starts[valued] + at] = phrases.values[which[valued]] if at == 0 else 0
        return value

    @cached_property
    def marks(self) -> Ints:
        """What each token is a sign of, alone or as the beginning of a turn of phrase."""
        found = self.roles.copy()
        for phrases, starts, which in self.found_phrases:
            found[starts] |= phrases.marks[which]
        return found

    def marked(self, name: str) -> Floats:
        """How many signs of it each text holds."""
        return self.total((self.marks & MARK[name] != 0).astype(float))

    def opening(self, name: str) -> NDArray[np.bool_]:
        """A sign of it begins the text, or comes after nothing but greetings, accounts and signs."""
        passed = self.has(GREETS | BREAKS | EMOJI | IS_ACCOUNT | IS_URL | EXCLAIMS | QUESTIONS)
        told = np.concatenate(([0], np.cumsum(~passed)[:-1]))  # words before each token
        first = told == np.repeat(told[self.starts], self.lengths)
        return self.total((first & (self.marks & MARK[name] != 0)).astype(float)) > 0

    @cached_property
    def speaks(self) -> NDArray[np.bool_]:
        """There is more in it than one word of which nothing is known."""
        told = self.has(EMOJI) | (self.plain_valence != 0)
        return self.total(self.has(LETTERS)) + 2 * self.total(told) > 1

    @cached_property
    def lengths(self) -> Ints:
        return np.diff(np.append(self.starts, len(self.rows)))

    def dense(self) -> Floats:
        """(texts, `DENSE`), each about between -1 and 1."""
        value, emoji = self.valence, self.has(EMOJI)
        count = self.total(np.ones(len(self.rows))) - 1
        liked, disliked = self.total(np.maximum(value, 0)), self.total(np.maximum(-value, 0))
        ends = np.concatenate((self.starts[1:], [len(self.rows)]))
        but = self.last(self.has(BUT))[ends - 1]
        late = self.total(np.where(np.arange(len(self.rows)) > np.repeat(np.maximum(but, self.starts), ends - self.starts), value, 0))
        root = np.sqrt(count + 1)

        def some(role: int, most: int) -> Floats:
            return np.minimum(self.total(self.has(role).astype(float)), most) / most

        first = np.minimum(self.starts + 1, ends - 1)
        glad = within(self.total(np.where(emoji, np.maximum(value, 0), 0)))
        sad = within(self.total(np.where(emoji, np.maximum(-value, 0), 0)))
        columns = (
            liked / root, disliked / root, within(liked - disliked), within(late),
            np.maximum.reduceat(value, self.starts) / 4, np.minimum.reduceat(value, self.starts) / 4,
            some(EXCLAIMS, 2), some(QUESTIONS, 2), some(TRAILS, 2), glad, sad, np.minimum(self.marked("ironic"), 1),
            np.minimum(self.marked("wish"), 2) / 2, np.minimum(self.marked("ask"), 2) / 2, np.log1p(count) / 5,
            some(IS_URL, 1), some(IS_ACCOUNT, 2), some(IS_NUMBER, 3), some(NEGATES, 3), some(ASKS, 2),
            np.minimum(liked, disliked) / root, self.has(ASKS)[first].astype(float), (count < 4).astype(float),
        )  # fmt: skip
        return np.stack(columns, axis=1)

    def sums(self) -> Floats:
        """(texts, outputs): what letters and words weigh, each divided by the root of how many there are."""
        table = self.table.weights if self.table.weights is not None else np.zeros((BUCKETS, 0), np.int16)
        outputs, texts = table.shape[1], len(self.starts)
        letters = self.total(self.table.letters[self.rows]) / np.sqrt(np.maximum(self.total(self.table.many[self.rows]), 1))[:, None]
        buckets, text = self.words
        weighed = table[buckets]
        words = np.stack([np.bincount(text, weighed[:, output], texts) for output in range(outputs)], axis=1)
        return letters + words / np.sqrt(np.maximum(np.bincount(text, minlength=texts), 1))[:, None]


def within(value: Floats) -> Floats:
    """Between -1 and 1, steep where it begins."""
    return value / np.sqrt(value * value + 6)
