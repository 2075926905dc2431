"""The model cards, docs/models/*.md in English and docs/fr/models/*.md in French: words from here, figures from the measurements."""

import json
from pathlib import Path
from typing import Any

from diapason.listening.understanding.model import WEIGHTS

ROOT = Path(__file__).resolve().parents[4]
PLACES = {"en": ROOT / "docs" / "models", "fr": ROOT / "docs" / "fr" / "models"}
READERS = {"en": {"fr": "French", "en": "English"}, "fr": {"fr": "français", "en": "anglais"}}
TERMS = {
    "tweets: tone": "tweets\u202f: tonalité",
    "reviews of applications: tone": "avis sur des applications\u202f: tonalité",
    "lines of films: tone": "répliques de films\u202f: tonalité",
    "reviews of applications: complaints": "avis sur des applications\u202f: problèmes",
    "reviews of applications: requests": "avis sur des applications\u202f: demandes",
    "questions of a bank’s customers: seen as such": "questions de clients d’une banque\u202f: reconnues",
    "tweets: hostile or not": "tweets\u202f: hostiles ou non",
    "sides of a brand: spoken of": "côtés d’une marque\u202f: dont on parle",
    "sides of a brand: with the right opinion": "côtés d’une marque\u202f: avec la bonne opinion",
    "names": "noms",
    "tone of tweets, no tweet read": "tonalité de tweets, sans aucun tweet appris",
    "problem reports": "problèmes", "requests": "demandes", "stars": "étoiles", "left out": "laissée de côté",
    "macro-F1 of 3": "macro-F1 à 3", "macro-F1 of 2": "macro-F1 à 2", "recall": "rappel", "fast": "rapide", "careful": "attentive",
}  # fmt: skip
COLUMNS = {
    "en": ("text", "reading", "measure", "score", "95 of 100 resamplings", "texts", "confidence off by"),
    "fr": ("textes", "lecture", "mesure", "score", "95 tirages sur 100", "nombre", "écart de confiance"),
}


def write() -> None:
    for place, text in cards().items():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def cards() -> dict[Path, str]:
    """Every card by its file."""
    kept = {name: json.loads((WEIGHTS / f"{name}.json").read_text(encoding="utf-8")) for name in ("scores", "unseen")}
    return {
        folder / f"tone-{model}.md": card(model, language, kept["scores"], kept["unseen"])
        for language, folder in PLACES.items()
        for model in ("fr", "en")
    }


def card(model: str, language: str, scores: dict[str, Any], unseen: dict[str, Any]) -> str:
    """`model`: the language that it reads. `language`: that of the card."""
    words = (Path(__file__).parent / f"card.{language}.md").read_text(encoding="utf-8")
    figures = {
        "reader": READERS[language][model],
        "model": model,
        "date": scores["date"],
        "size": number(scores["model_mb"][model], language),
        "load": number(scores["load_s"], language),
        "memory": number(round(scores["memory_mb"]), language),
        "fast": number(scores["texts_s_core"], language),
        "careful": number(scores["careful_texts_s_core"], language),
        "language": number(scores["language"]["value"], language),
        "language_n": number(scores["language"]["n"], language),
        "scores": table(scores["scores"][model], language),
        "unseen": table(unseen[model], language),
    }
    for name, figure in figures.items():
        words = words.replace("{" + name + "}", figure)
    return words


def number(value: float | None, language: str) -> str:
    if value is None:
        return "–"
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.3f}".rstrip("0").rstrip(".")
    return text if language == "en" else text.replace(",", "\u202f").replace(".", ",")


def table(rows: list[dict[str, Any]], language: str) -> str:
    lines = [" | ".join(COLUMNS[language]), " | ".join("---" for _ in COLUMNS[language])]
    for row in rows:
        bounds = f"{number(row['low'], language)} – {number(row['high'], language)}" if "low" in row else "–"
        cells = (row["what"], row["reading"], row["measure"])
        figures = (number(row["value"], language), bounds, number(row["n"], language), number(row.get("calibration"), language))
        lines.append(" | ".join((*(in_words(cell, language) for cell in cells), *figures)))
    return "\n".join(f"| {line} |" for line in lines)


def in_words(term: str, language: str) -> str:
    if language == "en" or term in TERMS:
        return TERMS[term] if language == "fr" else term
    for english, french in TERMS.items():
        term = term.replace(english, french)
    return term
