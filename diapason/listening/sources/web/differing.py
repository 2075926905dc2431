"""What changed between two looks at a page, and what changes all the time and says nothing.

Dates, hours, ages (“3 hours ago”) and counts of readers are not looked at. On a whole page, a line that comes and goes, or whose figures
are others at each look, is told twice, then left; where a person chose the part that matters, every figure there counts.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MONTHS = (
    "jan(?:vier|uary|v)?|f[ée]v(?:rier|r)?|feb(?:ruary)?|mars|march|mar|avr(?:il)?|apr(?:il)?|mai|may|juin|june?|juil(?:let)?|july?"
    "|ao[uû]t|aug(?:ust)?|sept?(?:embre|ember)?|oct(?:obre|ober)?|nov(?:embre|ember)?|d[ée]c(?:embre|ember)?"
)
DAYS = "(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|hier|aujourd[’']hui"
UNITS = "secondes?|seconds?|minutes?|mins?|heures?|hours?|jours?|days?|semaines?|weeks?|mois|months?|ans?|ann[ée]es?|years?|h|min|s|j|d"
NUMBER = r"\d(?:[\d\s.,\u00a0\u202f]*\d)?(?:\s?[kKmM]\b)?"
COUNTED = (
    "vues?|views?|lectures?|reads?|visites?|visits?|visiteurs?|visitors?|lecteurs?|readers?|commentaires?|comments?|partages?|shares?"
    "|likes?|j[’']aime|abonn[ée]s?|followers?|subscribers?|membres?|members?|en ligne|online|connect[ée]s?|r[ée]ponses?|replies"
    "|t[ée]l[ée]chargements?|downloads?|votes?|points?|messages?|posts?"
)
NOISE = re.compile(
    rf"\b(?:{DAYS})\b|\b\d{{1,4}}[/.\-]\d{{1,2}}[/.\-]\d{{2,4}}\b|\b\d{{1,2}}(?:er|st|nd|rd|th)?\s+(?:{MONTHS})\b\.?(?:,?\s+\d{{4}})?"
    rf"|\b(?:{MONTHS})\b\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|\b\d{{4}}-\d{{2}}-\d{{2}}(?:T\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?(?:Z|[+-]\d{{2}}:?\d{{2}})?)?"
    rf"|\b\d{{1,2}}\s?(?:[:h]|h\s)\s?\d{{2}}(?::\d{{2}})?(?:\s?[ap]\.?m\b\.?)?|\b\d{{1,2}}\s?[ap]\.?m\b\.?"
    rf"|\b(?:il y a|depuis|ago|since|in|dans)\s+{NUMBER}\s*(?:{UNITS})\b|{NUMBER}\s*(?:{UNITS})\s+ago\b|{NUMBER}\s*(?:{COUNTED})\b"
    rf"|\b(?:{COUNTED})\s*[:(]\s*{NUMBER}",
    re.IGNORECASE,
)
FIGURES = re.compile(r"\d+")
TOLD = 2  # times that a restless line is told
REMEMBERED = 30  # days that its changes are
MOST_RESTLESS = 3_000


@dataclass(frozen=True, slots=True)
class Change:
    """Lines of a page, as they were and as they are."""

    added: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def normal(line: str) -> str:
    """Without what is not looked at."""
    return re.sub(r"\W+", " ", NOISE.sub(" ", line)).strip().casefold()


def between(old: Sequence[str], new: Sequence[str]) -> Change:
    """Lines that moved have not changed; those that only say when and how many neither."""
    before, after = (Counter(key for line in lines if (key := normal(line))) for lines in (old, new))
    return Change(taken(new, after - before), taken(old, before - after))


def taken(lines: Iterable[str], wanted: Counter[str]) -> tuple[str, ...]:
    left, found = wanted.copy(), []
    for line in lines:
        key = normal(line)
        if left[key] > 0:
            left[key] -= 1
            found.append(line)
    return tuple(found)


# ── Restless lines ───────────────────────────────────────────────────────────────────────────────────────────────────
Restless = dict[str, list[int]]


def settled(change: Change, restless: Restless, day: int) -> tuple[Change, Restless]:
    """The change without the lines that have changed TOLD times lately, and how often each has by now: {shape: [times, day]}."""
    kept = {shape: row for shape, row in restless.items() if day - row[1] <= REMEMBERED}
    shapes = {shape(line) for line in (*change.added, *change.removed)}
    still = {each for each in shapes if kept.get(each, [0, 0])[0] >= TOLD}
    for each in shapes:
        kept[each] = [kept.get(each, [0, 0])[0] + 1, day]
    latest = dict(sorted(kept.items(), key=lambda item: -item[1][1])[:MOST_RESTLESS])
    return Change(*(tuple(line for line in lines if shape(line) not in still) for lines in (change.added, change.removed))), latest


def shape(line: str) -> str:
    """The same for lines that differ by their figures only."""
    return hashlib.blake2b(FIGURES.sub("0", normal(line)).encode("utf-8", "replace"), digest_size=8).hexdigest()
