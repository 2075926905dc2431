"""`bin/bench understanding`: how well texts are read, domain by domain, how fast, and in how much memory.

Accuracy is measured on what the models were never trained on, from the sets in ../shared/data (skipped without them). A score stands
with the bounds of 95 of 100 resamplings. `--write` also keeps the scores for the model cards in docs/models, and writes the cards.
"""

import argparse
import json
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diapason.settings")
django.setup()

from diapason.listening.mentions import TOXIC, Mention, Sentiment  # noqa: E402
from diapason.listening.understanding import careful, understand  # noqa: E402
from diapason.listening.understanding.attentive import available  # noqa: E402
from diapason.listening.understanding.model import WEIGHTS  # noqa: E402
from diapason.listening.understanding.scoring import calibration, score  # noqa: E402
from diapason.listening.understanding.training.cards import write  # noqa: E402
from diapason.listening.understanding.training.data import REVIEWS, Example, examples  # noqa: E402

DATA = Path(os.environ.get("DIAPASON_SHARED", "../shared")) / "data"
SLOWLY = 330  # texts of a domain that are read with care, at 15 to 20 a second
SPEED = 20_000
READINGS = {"fast": understand, "careful": careful}


@dataclass(frozen=True)
class Domain:
    """`answer`: what was read of a mention, as a number; `truth`: what people said."""

    name: str
    measure: str
    classes: tuple[int, ...]
    chosen: Callable[[Example], bool]
    truth: Callable[[Example], int]
    answer: Callable[[Mention], int]
    both: bool = True


def tone(example: Example) -> int:
    assert example.tone is not None
    return max(range(3), key=example.tone.__getitem__) - 1


def told(mention: Mention) -> int:
    return 0 if mention.sentiment is None else int(mention.sentiment)


def clear(example: Example) -> bool:
    """Three stars are left out: people mean many things by them."""
    return example.tone is not None and max(example.tone) > 0.5


DOMAINS = (
    Domain("tweets: tone", "macro-F1 of 3", (-1, 0, 1), lambda e: e.set == "umsab", tone, told),
    Domain("reviews of applications: tone", "macro-F1 of 2", (-1, 1), lambda e: e.set == "minibar" and clear(e), tone, told),
    Domain("lines of films: tone", "macro-F1 of 2", (-1, 1), lambda e: e.set == "xed", tone, told),
    Domain(
        "reviews of applications: complaints", "F1", (1,), lambda e: e.set == "minibar",
        lambda e: int(e.complaint or 0), lambda m: int(m.intent == "complaint"),
    ),
    Domain(
        "reviews of applications: requests", "F1", (1,), lambda e: e.set == "minibar",
        lambda e: int(e.request or 0), lambda m: int(m.intent == "request"),
    ),
    Domain(
        "tweets: hostile or not", "macro-F1", (0, 1), lambda e: e.set == "mlma" and e.toxic is not None,
        lambda e: int(e.toxic or 0), lambda m: int(TOXIC in m.data), both=False,
    ),
    Domain(
        "questions of a bank’s customers: seen as such", "recall", (1,), lambda e: e.set == "banking77" and "?" in e.text,
        lambda e: 1, lambda m: int(m.intent in ("question", "complaint", "request")), both=False,
    ),
)  # fmt: skip


# Sentences and posts of ours, marked by hand: what is spoken of with which opinion, and what is named.
ASPECTS, NAMES = Path(__file__).with_name("aspects.tsv"), Path(__file__).with_name("names.tsv")
SIGNS = {"+": Sentiment.POSITIVE, "-": Sentiment.NEGATIVE, "0": Sentiment.NEUTRAL}


def marked(path: Path, language: str) -> list[tuple[Mention, list[str]]]:
    """Each text as it is read, and what people marked in it."""
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    found = [(mention(Example(text, "", language, 0)), marks) for named, text, *marks in lines if named == language]
    understand([each for each, _marks in found])
    return found


def f1(wanted: list[set[Any]], told: list[set[Any]]) -> dict[str, Any]:
    right, all_wanted, all_told = sum(len(a & b) for a, b in zip(wanted, told, strict=True)), sum(map(len, wanted)), sum(map(len, told))
    precision, recall = right / max(all_told, 1), right / max(all_wanted, 1)
    return {
        "value": round(2 * precision * recall / max(precision + recall, 1e-9), 3),
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "n": all_wanted,
    }


def of_ours(language: str) -> list[dict[str, Any]]:
    """Aspects and names, on the texts that we marked."""
    spoken = marked(ASPECTS, language)
    wanted = [{(mark[:-1], SIGNS[mark[-1]]) for mark in marks[0].split()} for _each, marks in spoken]
    told = [set(each.aspects.items()) for each, _marks in spoken]
    called = marked(NAMES, language)
    rows = {
        "sides of a brand: spoken of": f1([{name for name, _ in each} for each in wanted], [{name for name, _ in each} for each in told]),
        "sides of a brand: with the right opinion": f1(wanted, told),
        "names": f1([set(filter(None, marks[0].split("|"))) for _each, marks in called], [set(each.names) for each, _marks in called]),
    }
    return [{"what": what, "measure": "F1", "reading": "fast", **figures} for what, figures in rows.items()]


def mention(example: Example, *, language: bool = True) -> Mention:
    kind = "review" if example.domain == REVIEWS else "post"
    return Mention(1, 1, "key", datetime(2026, 1, 1, tzinfo=UTC), example.text, kind=kind, language=example.language if language else "")


def measure(domain: Domain, language: str, reading: str, held: Iterable[Example]) -> dict[str, Any] | None:
    chosen = [example for example in held if example.language == language and domain.chosen(example)]
    chosen = chosen[:SLOWLY] if reading == "careful" else chosen
    if not chosen or (reading == "careful" and not domain.both):
        return None
    read = [mention(example) for example in chosen]
    understand(read)
    READINGS[reading](read)
    truth, answers = [domain.truth(each) for each in chosen], [domain.answer(each) for each in read]
    if domain.measure == "recall":
        return {
            "what": domain.name,
            "measure": "recall",
            "reading": reading,
            "value": round(sum(answers) / len(answers), 3),
            "n": len(answers),
        }
    found = asdict(score(truth, answers, domain.classes))
    row = {"what": domain.name, "measure": domain.measure, "reading": reading, **found}
    if domain.measure.startswith("macro-F1 of"):
        row["calibration"] = calibration([each.confidence or 0 for each in read], [a == b for a, b in zip(truth, answers, strict=True)])
    return row


def languages(held: list[Example]) -> dict[str, Any]:
    chosen = [example for example in held if example.set == "umsab"]
    read = [mention(example, language=False) for example in chosen]
    understand(read)
    right = sum(each.language == example.language for each, example in zip(read, chosen, strict=True))
    return {"what": "tweets: language", "measure": "accuracy", "reading": "fast", "value": round(right / len(chosen), 3), "n": len(chosen)}


def speed(everything: list[Example], reading: str, most: int) -> float:
    """Texts a second of one core, language included; each text once."""
    chosen = list({example.text: example for example in everything}.values())[:: max(1, len(everything) // most)][:most]
    read = [mention(example, language=reading == "careful") for example in chosen]
    begun = time.process_time()
    for at in range(0, len(read), 500):
        READINGS[reading](read[at : at + 500])
    return len(read) / (time.process_time() - begun)


def resident() -> float:
    """MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def loading() -> dict[str, float]:
    before, begun = resident(), time.process_time()
    understand([mention(Example(text, "", "", 0), language=False) for text in ("Bonjour à tous", "Good morning everyone")])
    return {"load_s": round(time.process_time() - begun, 2), "memory_mb": round(resident() - before, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench understanding", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="keep the scores, and write the cards")
    asked = parser.parse_args()
    figures: dict[str, Any] = {
        **loading(),
        "model_mb": {path.stem: round(path.stat().st_size / 1e6, 2) for path in sorted(WEIGHTS.glob("*.npz"))},
    }
    print(f"loaded in {figures['load_s']} s of one core, {figures['memory_mb']} MB; models: {figures['model_mb']} MB")
    if not DATA.exists():
        print("accuracy and speed skipped: ../shared/data absent")
    else:
        accuracy(figures, careful_too=available())
    if asked.write:
        figures["date"] = datetime.now(UTC).date().isoformat()
        (WEIGHTS / "scores.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
        write()
    if asked.json:
        print(json.dumps(figures))


def accuracy(figures: dict[str, Any], *, careful_too: bool) -> None:
    everything = examples(DATA)
    held = [example for example in everything if example.held]
    figures["texts_s_core"] = round(speed(everything, "fast", SPEED))
    figures["careful_texts_s_core"] = round(speed(everything, "careful", 100), 1) if careful_too else None
    slowly = f"with care {figures['careful_texts_s_core']}" if careful_too else "with care: not installed"
    print(f"{figures['texts_s_core']:,} texts/s/core; {slowly}; then {resident():.0f} MB in all")
    figures["scores"] = {}
    for language in ("fr", "en"):
        readings = READINGS if careful_too else ("fast",)
        found = [measure(domain, language, reading, held) for domain in DOMAINS for reading in readings]
        figures["scores"][language] = [row for row in found if row] + of_ours(language)
        for row in figures["scores"][language]:
            bounds = f"[{row['low']:.3f} {row['high']:.3f}]" if "low" in row else ""
            bounds = f"[p {row['precision']:.3f} r {row['recall']:.3f}]" if "precision" in row else bounds
            off = f"confidence off by {row['calibration']:.3f}" if "calibration" in row else ""
            what = f"{language} {row['what']:<46} {row['reading']:<8} {row['measure']:<14}"
            print(f"{what} {row['value']:.3f} {bounds:<15} n={row['n']:<5} {off}")
    figures["language"] = languages(held)
    print(f"   {figures['language']['what']:<46} accuracy {figures['language']['value']:.3f} n={figures['language']['n']}")


if __name__ == "__main__":
    main()
