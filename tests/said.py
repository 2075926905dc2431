"""What people say in a benchmark: real short texts in French and English, each made of the halves of two, where ../shared/data is there;
else the invented language of `tests.perf.percolation`. Another seed says other things, the same seed always the same."""

import random
from collections import Counter, defaultdict
from functools import cached_property
from itertools import chain
from pathlib import Path

from diapason.listening.queries.words import words
from diapason.listening.understanding.training.data import examples
from diapason.listening.vocabulary import telling

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FRENCH = 0.55  # of all that is said
SAMPLE = 20_000  # texts in which words are counted


class Said:
    """`chance` decides what is said next."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def text(self) -> tuple[str, str]:
        """Its language, and what is said."""
        raise NotImplementedError

    @cached_property
    def ranked(self) -> list[str]:
        """Telling words, those that are said most first."""
        sample = (words(self.text()[1]) for _ in range(SAMPLE))
        return [word for word, _many in Counter(chain.from_iterable(telling(each, each) for each in sample)).most_common()]


class Real(Said):
    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        halves: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for example in examples(DATA):
            said = example.text.split()
            for part, half in zip(halves[example.language], (said[: len(said) // 2], said[len(said) // 2 :]), strict=True):
                part.append(" ".join(half))
        self.halves = dict(halves)

    def text(self) -> tuple[str, str]:
        language = "fr" if self.chance.random() < FRENCH else "en"
        first, last = self.halves[language]
        return language, f"{self.chance.choice(first)} {self.chance.choice(last)}"


class Invented(Said):
    def __init__(self, seed: int) -> None:
        from tests.perf.percolation import World

        super().__init__(seed)
        self.world = World(seed)

    def text(self) -> tuple[str, str]:
        return self.chance.choice(("fr", "fr", "en")), " ".join(self.world.some(self.chance.randint(4, 40)))


def said(seed: int) -> Said:
    return Real(seed) if DATA.is_dir() else Invented(seed)
