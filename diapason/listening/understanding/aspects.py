"""What is liked and disliked: price, delivery, service… each with the opinion of its own part of the sentence.

A text is cut where sentences and opinions turn (`. , mais and`); of the parts that name an aspect, the model of the language reads the
opinion as if each were a text. A part that holds no opinion borrows that of what follows it in its sentence, up to the next aspect.
"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from diapason.listening.mentions import Sentiment
from diapason.listening.understanding import signs
from diapason.listening.understanding.features import MARK, Batch, Floats, Ints
from diapason.listening.understanding.lexicon import LONGEST, aspect_words
from diapason.listening.understanding.model import LANGUAGES, Model

ASPECTS = ("price", "delivery", "service", "quality", "app", "returns", "choice", "place", "safety")
WORDED = 0.45  # what the list of words has to say beside the model
LEANS = 0.2  # between -1.3 and 1.3: below, the aspect is spoken of, and nothing is said of it
OPINION = 0.5  # of the valence of a word that carries one
MOST = 6  # parts of one text that are read
STOPS = frozenset((".", "..", "…", "!", "!!", "?", "??", "!?", "?!", ";", "\n"))
TURNS = frozenset((",", "(", ")", "mais", "but", "however", "cependant", "pourtant", "toutefois", "et", "and", "although", "though"))
# What one is owed: not to get it is bad, whatever else is said.
REFUNDS = signs.listed("refund refunds refunded remboursement remboursements rembourse remboursee rembourser rembourses remboursez")
OWED = REFUNDS | signs.listed(
    "delivered deliver delivery shipped reply response replacement repaired "
    "livraison livre livree livrer expedie expediee reponse echange reparation repare"
)
RISES = signs.listed(
    "augmente augmentent augmentes explose explosent hausse hausses flambe flambent grimpe grimpent eleve eleves elevee elevees "
    "exorbitant exorbitants "
    "rising rise rises rose hike hikes increase increased increases high higher skyrocketed steep up outrageous"
)
FALLS = signs.listed("baisse baissent baisses bas basse reduit reduits low lower lowest down dropped drop cheaper")
QUESTIONS = frozenset(("?", "??", "!?", "?!"))
ASKED = signs.listed("want wants demand demanded veux veut voulons exige demande reclame")
Part = list[str]
Flags = NDArray[np.bool_]
Aspects = dict[str, Sentiment]


@cache
def named() -> tuple[dict[str, str], dict[str, list[tuple[tuple[str, ...], str]]]]:
    """Aspects by the word that names them, and by the first word of a phrase that does (the longest first)."""
    words: dict[str, str] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for aspect, found in (each for language in LANGUAGES for each in aspect_words(language)):
        if len(found) == 1:
            words[found[0]] = aspect
        elif 1 < len(found) <= LONGEST:
            phrases.setdefault(found[0], []).append((tuple(found), aspect))
    return words, {first: sorted(each, key=lambda phrase: -len(phrase[0])) for first, each in phrases.items()}


def spoken_of(text: Part) -> list[tuple[int, str]]:
    """Where an aspect is named, and which."""
    words, phrases = named()
    if words.keys().isdisjoint(text) and phrases.keys().isdisjoint(text):
        return []
    found, after = list[tuple[int, str]](), 0
    for at, token in enumerate(text):
        if at < after:
            continue
        for phrase, aspect in phrases.get(token, ()):
            if tuple(text[at : at + len(phrase)]) == phrase:
                found.append((at, aspect))
                after = at + len(phrase)
                break
        else:
            if token in words:
                found.append((at, words[token]))
    return found


def parts(text: Part, places: Sequence[tuple[int, str]], valued: Sequence[bool]) -> list[tuple[str, int, int]]:
    """Each aspect with the beginning and the end of what is said of it. `valued`: whether a token carries an opinion."""
    cuts = [0, *(at + 1 for at, token in enumerate(text) if token in STOPS or token in TURNS), len(text)]
    spans = [(start, end) for start, end in pairwise(cuts) if end > start]
    here = {span: [aspect for at, aspect in places if span[0] <= at < span[1]] for span in spans}
    found = []
    for number, span in enumerate(spans):
        start, end = span
        following = number + 1
        while not any(valued[start:end]) and following < len(spans) and text[end - 1] not in STOPS and not here[spans[following]]:
            end = spans[following][1]
            following += 1
        found += [(aspect, start, end) for aspect in dict.fromkeys(here[span])]
    return found


def refused(text: Part, places: Sequence[int], turned: Flags, valued: Flags) -> bool:
    """Whether a part says that what is owed was not given, or asks for a refund, and holds no other opinion: "will not refund me",
    « jamais livré », « je veux un remboursement ». `places`: of the words that name the aspect."""
    if any(valued[at] for at in range(len(text)) if at not in places):
        return False
    owed = [at for place in places for at in (place, place + 1) if at < len(text) and text[at] in OWED]  # `livre`, and `ete livre`
    denied = any(turned[at] and signs.AFTER.isdisjoint(text[at + 1 : at + 2]) for at in owed)
    return denied or not (REFUNDS.isdisjoint(text) or ASKED.isdisjoint(text))


def aspects(language: Model, batch: Batch, texts: Sequence[Part], reviews: Ints, whole: Floats) -> list[Aspects]:
    """Of each text what is said of which aspect. `batch`: the same texts as the model sees them; `whole`: chances of their tones."""
    found: list[Aspects] = [{} for _ in texts]
    chosen: list[tuple[int, str, Part, float, float | None]] = []
    for at, text in enumerate(texts):
        if places := spoken_of(text):
            begins = batch.starts[at] + 1  # what comes first is `START`
            here = slice(begins, begins + len(text))
            worth, turned, valued = batch.valence[here], batch.turned[here], np.abs(batch.plain_valence[here]) >= OPINION
            trouble = batch.marks[here] & MARK["trouble"] != 0
            spans = parts(text, places, (np.abs(worth) >= OPINION).tolist())[:MOST]
            for aspect, start, end in spans:
                names = [place - start for place, name in places if start <= place < end and name == aspect]
                part, inside = text[start:end], slice(start, end)
                troubled = trouble[inside].any() and not (worth[inside] >= OPINION).any()
                said = -1.0 if troubled else told(aspect, part, names, turned[inside], valued[inside])
                chosen.append((at, aspect, part, float(worth[inside].sum()), said))
    if not chosen:
        return found
    which = np.array([at for at, *_ in chosen])
    spoken = Batch.of(language.table, [part for _at, _aspect, part, *_ in chosen])
    read = language.tones(language.outputs(spoken, reviews[which]), reviews[which])
    alone = np.bincount(which, minlength=len(texts)) == 1
    leaning: dict[tuple[int, str], float] = {}
    for (at, aspect, _part, value, said), tone in zip(chosen, read, strict=True):
        # What names no opinion, in a text about nothing else, has something of that of the text.
        chances = (tone + whole[at]) / 2 if alone[at] and not value else tone
        leaning[at, aspect] = leaning.get((at, aspect), 0.0) + (lean(chances, value) if said is None else said)
    for (at, aspect), leans in leaning.items():
        found[at][aspect] = Sentiment.POSITIVE if leans > 0 else Sentiment.NEGATIVE if leans < 0 else Sentiment.NEUTRAL
    return found


def told(aspect: str, part: Part, names: Sequence[int], turned: Flags, valued: Flags) -> float | None:
    """What a part says of an aspect by how it is put, as `lean` does; None where only its words tell. `names`: as in `refused`."""
    if refused(part, names, turned, valued):
        return -1.0
    if not QUESTIONS.isdisjoint(part) and not any(valued[at] for at in range(len(part)) if at not in names):
        return 0.0
    return moved(part) if aspect == "price" else None


def moved(text: Part) -> float | None:
    """Prices that rise are bad, that fall good; None where they do neither."""
    return -1.0 if not RISES.isdisjoint(text) else 1.0 if not FALLS.isdisjoint(text) else None


def lean(chances: Floats, value: float) -> float:
    """Towards good or bad, and how far; nothing where it is too little. `value`: of the words of the part, by the list of what words are
    worth: the models were made of whole texts, and find most parts of them neutral."""
    found = float(chances[2] - chances[0]) + WORDED * float(np.tanh(value / 2))
    return found if abs(found) >= LEANS else 0.0
