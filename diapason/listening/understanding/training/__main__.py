"""`bin/train FOLDER`: makes the models anew from the sets in FOLDER, offline, always the same.

The embeddings of texts are kept in `--kept`: they take twenty minutes of one core.
"""

import argparse
import hashlib
import json
import time
from pathlib import Path

import numpy as np

from diapason.listening.understanding.attentive import embedded
from diapason.listening.understanding.features import Floats
from diapason.listening.understanding.lexicon import ours
from diapason.listening.understanding.model import EMBEDDED, LANGUAGES, WEIGHTS
from diapason.listening.understanding.training.building import build, material
from diapason.listening.understanding.training.checking import unseen
from diapason.listening.understanding.training.data import Example, examples
from diapason.listening.understanding.training.lists import general
from diapason.listening.understanding.training.written import written

STEP = 500


class Embeddings:
    """Of texts, by a hash of each, kept in a file from one run to the next."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: dict[str, Floats] = {}
        if path.exists():
            with np.load(path) as kept:
                self.known = dict(zip(kept["names"].tolist(), kept["values"], strict=True))

    def of(self, found: list[Example]) -> Floats:
        names = [hashlib.blake2b(example.text.encode(), digest_size=12).hexdigest() for example in found]
        missing = {name: example.text for name, example in zip(names, found, strict=True) if name not in self.known}
        for at in range(0, len(missing), STEP):
            part = list(missing)[at : at + STEP]
            self.known |= dict(zip(part, embedded([missing[name] for name in part]).astype(np.float16), strict=True))
            print(f"  {at + len(part):,} of {len(missing):,} texts embedded", flush=True)
            self.keep()
        return np.array([self.known[name] for name in names], np.float64).reshape(len(names), EMBEDDED)

    def keep(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(self.path, names=np.array(list(self.known)), values=np.array(list(self.known.values())))


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/train", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the labelled sets are")
    parser.add_argument("--into", type=Path, default=WEIGHTS, help="where the models are put (those of the product)")
    parser.add_argument("--kept", type=Path, default=Path("var/embeddings.npz"), help="embeddings from one run to the next")
    parser.add_argument("--without-tweets", action="store_true", help="from sets that nobody but their makers has a say in")
    parser.add_argument("--check", action="store_true", help="measures what was left out instead, into unseen.json")
    asked = parser.parse_args()
    embeddings, found = Embeddings(asked.kept), examples(asked.folder, tweeted=not asked.without_tweets)
    asked.into.mkdir(parents=True, exist_ok=True)
    measured = {}
    for language in LANGUAGES:
        begun = time.process_time()
        mine = [*(example for example in found if example.language == language and not left(example, asked.check)), *written(language)]
        lexicon = ours(language, general(language))
        everything = material(mine, embeddings.of(mine), lexicon)
        if asked.check:
            measured[language] = unseen(everything, lexicon)
            print(*measured[language], sep="\n", flush=True)
            continue
        build(everything, lexicon).save(asked.into / f"{language}.npz")
        size = (asked.into / f"{language}.npz").stat().st_size
        print(f"{language}: {len(mine):,} texts, {size / 1e6:.1f} MB, {time.process_time() - begun:.0f} s of one core", flush=True)
    if asked.check:
        (asked.into / "unseen.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


def left(example: Example, checking: bool) -> bool:
    """What is held out is looked at only to check; Banking77's test part has no tone, and is the business of `bin/bench`."""
    return example.held and (not checking or example.set == "banking77")


if __name__ == "__main__":
    main()
