"""What words and turns of phrase are worth by themselves, between -4 and 4, and which of them often say the opposite."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from diapason.listening.understanding.reading import tokens

WORDS = Path(__file__).parent / "words"
MARKS = ("ironic", "offer", "spam", "wish", "ask")
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


def marked(name: str) -> frozenset[str]:
    """What a list of ours says is a sign of something."""
    text = (WORDS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    listed = [phrase for line in text if not line.startswith("#") for phrase in line.split(",") if phrase.strip()]
    return frozenset(" ".join(found) for found in tokens(listed) if len(found) <= LONGEST)


def ours(language: str, known: dict[str, float]) -> Lexicon:
    """`known`: a general list, to which ours are added and which they correct."""
    lexicon = Lexicon(dict(known), {}, {name: marked(name) for name in MARKS})
    lexicon.add(lines(language))
    lexicon.add(lines("emoji"))
    return lexicon
