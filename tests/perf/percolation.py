"""`bin/bench percolation`: 1,000 and 10,000 boolean queries asked of a stream of mentions, on one core.

Mentions and queries are made here from a vocabulary with the frequencies of a language (Zipf), with a fixed seed: 35,000 words, some
hundred brands, texts of 4 to 40 words. Half of the queries are a brand with a group of words, the others have phrases, NEAR, wildcards,
exclusions and fields. The answers of a sample are held against every query asked one by one.
"""

import argparse
import json
import os
import random
import time
from itertools import accumulate
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diapason.settings")
django.setup()

from diapason.core import memory  # noqa: E402
from diapason.listening.queries.document import Document  # noqa: E402
from diapason.listening.queries.matching import compiled  # noqa: E402
from diapason.listening.queries.nodes import Node  # noqa: E402
from diapason.listening.queries.parser import parse  # noqa: E402
from diapason.listening.queries.percolator import Percolator, counted  # noqa: E402

WORDS, BRANDS, MENTIONS, SAMPLE, BATCH = 35_000, 600, 20_000, 300, 1000
SYLLABLES = [first + second for first in "bcdfglmnprstv" for second in ("a", "e", "é", "i", "o", "ou", "an", "on")]


class World:
    """A language of invented words, the first of which are said most."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        made = ("".join(self.chance.choices(SYLLABLES, k=self.chance.choice((1, 2, 2, 3, 3, 4)))) for _ in range(WORDS))
        self.words = list(dict.fromkeys(made))
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self.brands = [f"marque{number}" for number in range(BRANDS)]

    def some(self, count: int) -> list[str]:
        return self.chance.choices(self.words, cum_weights=self.weights, k=count)

    def document(self) -> Document:
        found = self.some(self.chance.randint(4, 40))
        if self.chance.random() < 0.5:
            found.insert(self.chance.randrange(len(found)), self.chance.choice(self.brands).capitalize())
        facts = {"lang": [self.chance.choice(("fr", "fr", "en"))], "type": [self.chance.choice(("post", "comment", "article"))]}
        return Document(" ".join(found), url=f"https://site{self.chance.randrange(50)}.example/", facts=facts)

    def query(self) -> Node:
        one, two, three, four = (f'"{word}"' for word in self.chance.sample(self.words[20:], 4))
        brand, start = self.chance.choice(self.brands), self.chance.choice([word for word in self.some(30) if len(word) > 4])[:4]
        shapes = (
            f"{brand} AND ({one} OR {two} OR {three})",
            f"({brand} OR #{brand} OR @{brand}) NOT {one}",
            f"({one} OR {two}) AND ({three} OR {four})",
            f"{brand} NEAR/5 ({one} OR {two} OR {start}*)",
            f'"{self.words[30]} {brand}" OR ({one} ONEAR/3 {two})',
            f"({start}* OR {one}) AND {brand} AND lang:fr",
            f"{one} AND {two} AND type:comment NOT site:site3.example",
        )
        return parse(self.chance.choice(shapes))


def measure(world: World, count: int, documents: list[Document]) -> dict[str, Any]:
    queries = {number: world.query() for number in range(count)}
    percolator = Percolator(queries, counted(again(each) for each in documents[:2000]))
    took, found = 0.0, 0
    for start in range(0, len(documents), BATCH):
        fresh = [again(each) for each in documents[start : start + BATCH]]  # the words of a mention are cut while it is measured
        begun = time.process_time()
        for document in fresh:
            found += len(percolator.found_by(document))
        took += time.process_time() - begun
    tests = {number: compiled(node) for number, node in queries.items()}
    differ = sum(percolator.found_by(each) != {number for number, test in tests.items() if test(each)} for each in documents[:SAMPLE])
    return {"mentions_s_core": round(len(documents) / took), "found": found, "always_asked": len(percolator.always), "differ": differ}


def again(document: Document) -> Document:
    return Document(document.text, url=document.url, facts=document.facts)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench percolation", description=__doc__)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    world = World(7)
    documents = [world.document() for _ in range(MENTIONS)]
    memory.settle()
    rows = {str(count): measure(world, count, documents) for count in (1_000, 10_000)}
    print(f"{'queries':>8} {'mentions/s/core':>16} {'found':>8} {'always asked':>13} {f'differ of {SAMPLE}':>15}")
    for count, row in rows.items():
        print(f"{count:>8} {row['mentions_s_core']:>16,} {row['found']:>8,} {row['always_asked']:>13,} {row['differ']:>15}")
    if asked.json:
        print(json.dumps({"percolation_s_core": {count: row["mentions_s_core"] for count, row in rows.items()}}))


if __name__ == "__main__":
    main()
