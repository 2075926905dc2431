"""The labelled sets that the models are made from, read from a folder that is given. None of them is part of the product.

| set | what it is | licence | used for |
|---|---|---|---|
| umsab_fr_en | tweets with three tones | Apache-2.0 (the benchmark); authors keep their tweets | tone; left out with `--without-tweets` |
| minibar_fr_en_app_reviews | reviews of two applications | MIT | tone (stars), complaints, requests |
| xed_fr | lines of films with emotions | CC-BY 4.0 | tone, with little weight: labels were carried over from English |
| banking77 | questions of customers of a bank, English | CC-BY 4.0 | complaints; checking questions |
| mlma_fr_hate | hostile tweets, French | MIT | hostility; tone without labels; left out with `--without-tweets` |
| crisislex | tweets of a railway accident | MIT | text without labels; left out with `--without-tweets` |

and sentences that we wrote (`written.py`), for tone.

What is `held` out is never trained on: the validation part of umsab, one text in five of the reviews, of XED and of MLMA (by a hash),
Banking77's test part.
"""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

POSTS, REVIEWS, FILMS, CUSTOMERS = range(4)
Tone = tuple[float, float, float]
TONES: dict[str, Tone] = {"0": (1, 0, 0), "1": (0, 1, 0), "2": (0, 0, 1)}
STARS: dict[str, Tone] = {
    "1": (0.96, 0.03, 0.01), "2": (0.85, 0.13, 0.02), "3": (0.4, 0.4, 0.2), "4": (0.05, 0.2, 0.75), "5": (0.02, 0.05, 0.93),
}  # fmt: skip
GLAD, SORRY = {"5", "8"}, {"1", "3", "4", "6"}  # emotions of XED
HOSTILE = {"offensive", "abusive", "hateful", "disrespectful"}
# Of Banking77: what says that something went wrong.
WRONG = (
    "declined",
    "not_working",
    "not_recognised",
    "failed",
    "wrong",
    "not_received",
    "stolen",
    "swallowed",
    "not_updated",
    "twice",
    "missing",
)


@dataclass(frozen=True, slots=True)
class Example:
    """`tone`, `complaint`, `request`, `toxic`: None where nobody has said. `held`: for checking only. `app`: which application it
    reviews."""

    text: str
    set: str
    language: str
    domain: int
    tone: Tone | None = None
    complaint: float | None = None
    request: float | None = None
    toxic: float | None = None
    held: bool = False
    app: str = ""


def one_in_five(text: str) -> bool:
    return hashlib.blake2b(text.encode(), digest_size=2).digest()[0] % 5 == 0


def tweets(folder: Path) -> Iterator[Example]:
    for language, name in (("fr", "french"), ("en", "english")):
        for part in ("train", "val"):
            texts = (folder / "umsab_fr_en" / name / f"{part}_text.txt").read_text(encoding="utf-8").split("\n")
            labels = (folder / "umsab_fr_en" / name / f"{part}_labels.txt").read_text(encoding="utf-8").split()
            for text, label in zip(texts, labels, strict=False):
                yield Example(text, "umsab", language, POSTS, TONES[label], held=part == "val")


def reviews(folder: Path) -> Iterator[Example]:
    for path in sorted((folder / "minibar_fr_en_app_reviews").glob("*.csv")):
        app, language, _ = path.name.rsplit(".", 2)
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                wrong, wish = float(row["problem_report"]), float(row["feature_request"])
                text = row["data"]
                yield Example(text, "minibar", language, REVIEWS, STARS[row["score"]], wrong, wish, held=one_in_five(text), app=app)


def films(folder: Path) -> Iterator[Example]:
    for line in (folder / "xed_fr" / "fr-projections.tsv").read_text(encoding="utf-8").splitlines():
        text, _, emotions = line.partition("\t")
        found = {each.strip() for each in emotions.split("\t")[0].split(",")}
        if bool(found & GLAD) != bool(found & SORRY) and found <= set("12345678"):
            tone: Tone = (0.02, 0.08, 0.9) if found & GLAD else (0.9, 0.08, 0.02)
            yield Example(text, "xed", "fr", FILMS, tone, held=one_in_five(text))


def customers(folder: Path) -> Iterator[Example]:
    for part in ("train", "test"):
        with (folder / "banking77" / f"{part}.csv").open(encoding="utf-8", newline="") as file:
            for at, row in enumerate(csv.DictReader(file)):
                if part == "test" or at % 5 == 0:
                    wrong = float(any(word in row["category"] for word in WRONG))
                    yield Example(row["text"], "banking77", "en", CUSTOMERS, complaint=wrong, request=0, held=part == "test")


def hostile(labels: str) -> float | None:
    """Of MLMA's labels, joined by `_`; None where they disagree, or speak of fear alone."""
    found = set(labels.split("_"))
    if found == {"normal"}:
        return 0.0
    return 1.0 if found & HOSTILE and "normal" not in found else None


def unlabelled(folder: Path) -> Iterator[Example]:
    with (folder / "mlma_fr_hate" / "fr_train.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = row["tweet"]
            yield Example(text, "mlma", "fr", POSTS, toxic=hostile(row["sentiment"]), held=one_in_five(text))
    with (folder / "crisislex" / "2013_Lac_Megantic_train_crash-tweets_labeled.csv").open(encoding="utf-8", newline="") as file:
        yield from (Example(row[1], "crisislex", "fr", POSTS) for at, row in enumerate(csv.reader(file)) if at)


def examples(folder: Path, *, tweeted: bool = True) -> list[Example]:
    """All of them, in one order. Raises FileNotFoundError."""
    found = [*tweets(folder), *reviews(folder), *films(folder), *customers(folder), *unlabelled(folder)]
    return found if tweeted else [example for example in found if example.set not in ("umsab", "mlma", "crisislex") or example.held]
