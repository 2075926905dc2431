"""What words and turns of phrase are worth by themselves, between -4 and 4, and which of them often say the opposite."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from diapason.listening.understanding.reading import tokens

WORDS = Path(__file__).parent / "words"
# Signs that the models have learned to weigh: they are kept with the weights, and change when these are made again.
LEARNED = ("ironic", "wish", "ask")
# Signs that only rules look at: they are read from the lists.
TOLD = ("offer", "advert", "spam", "lure", "scam", "question", "opening", "please", "trouble", "self", "dealing")
MARKS = LEARNED + TOLD
LONGEST = 4  # tokens of a turn of phrase


@dataclass
class Lexicon:
    """`words`: of single tokens. `phrases`: of several, by their text. `marks`: both, by what they are a sign of."""

    words: dict[str, float] = field(default_factory=dict)
    phrases: dict[str, float] = field(default_factory=dict)
    marks: dict[str, frozenset[str]] = field(default_factory=dict)

    def add(self, lines: Iterable[tuple[float, str]]) -> None:
        for value, phrase in lines:
            found = tokens([phrase])[0]
            if len(found) == 1:
                self.words[found[0]] = value
            elif 1 < len(found) <= LONGEST:
                self.phrases[" ".join(found)] = value


def lines(name: str) -> Iterable[tuple[float, str]]:
    """Of a list of ours: what each phrase is worth."""
    for line in (WORDS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        value, _, rest = line.partition(" ")
        if line and value != "#":
            for phrase in rest.split() if name == "emoji" else rest.split(","):
                yield float(value), phrase.strip()


DEALT = ("price", "delivery", "service", "returns", "app")  # aspects of what one has with who sells


def aspect_words(language: str) -> list[tuple[str, list[str]]]:
    """Each aspect with the tokens of a word or phrase that names it."""
    text = (WORDS / f"aspects-{language}.txt").read_text(encoding="utf-8").splitlines()
    told = [line.partition(" ") for line in text if not line.startswith("#")]
    return [(aspect, tokens([phrase.strip()])[0]) for aspect, _, rest in told for phrase in rest.split(",")]


def dealing() -> frozenset[str]:
    """The words of the aspects that only somebody's customer speaks of."""
    known = [each for language in ("fr", "en") for each in aspect_words(language)]
    return frozenset(" ".join(words) for aspect, words in known if aspect in DEALT and len(words) <= LONGEST)


def marked(name: str) -> frozenset[str]:
    """What a list of ours says is a sign of something."""
    text = (WORDS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return phrased(phrase for line in text if not line.startswith("#") for phrase in line.split(",") if phrase.strip())


def phrased(listed: Iterable[str]) -> frozenset[str]:
    """Phrases as the tokens of a text; those that end in an elision (`est-ce qu'`) too, which is one only before a letter."""
    phrases = [phrase.strip() for phrase in listed]
    ends = [phrase.endswith(("'", "’")) for phrase in phrases]
    found = tokens([phrase + "a" * end for phrase, end in zip(phrases, ends, strict=True)])
    found = [each[: len(each) - end] for each, end in zip(found, ends, strict=True)]
    return frozenset(" ".join(each) for each in found if len(each) <= LONGEST)


def ours(language: str, known: dict[str, float]) -> Lexicon:
    """`known`: a general list, to which ours are added and which they correct."""
    lexicon = Lexicon(dict(known), {}, {name: marked(name) for name in MARKS})
    lexicon.add(lines(language))
    lexicon.add(lines("emoji"))
    return lexicon
