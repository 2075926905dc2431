"""General lists of the valence of words, from the wheels of vaderSentiment (English) and vaderSentiment-fr (French), both MIT."""

from importlib.util import find_spec
from pathlib import Path

from diapason.listening.queries.words import fold


def folder(package: str) -> Path:
    found = find_spec(package)  # not imported: its code is not used
    if found is None or not found.submodule_search_locations:
        raise SystemExit(f"{package} is missing: pip install -r requirements/training.txt")
    return Path(found.submodule_search_locations[0])


def general(language: str) -> dict[str, float]:
    name = {"fr": ("vaderSentiment_fr", "fr_lexicon.txt", "->"), "en": ("vaderSentiment", "vader_lexicon.txt", "\t")}[language]
    known = {}
    for line in (folder(name[0]) / name[1]).read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(name[2]) if language == "en" else line.rpartition(name[2])
        value = rest.split("\t")[0]
        if word and " " not in word and value.lstrip("-").replace(".", "", 1).isdigit():
            known[fold(word)] = float(value)
    return known
