"""Which words of a mention are worth counting: those that say what it is about."""

import re
from functools import cache

from stop_words import get_stop_words

from diapason.listening.queries.words import words

LANGUAGES = ("fr", "en")
SHORTEST = 3
MOST = 60  # different words of one mention: a long article is about no more
TELLING = re.compile(r"#?[^\W\d_]\w*")
# What people write in French and English posts, and no list of a library knows.
CHAT = "rt via ca cc mdr lol ptdr pk pq svp stp qd tt bcp ds pr jsuis jai cest the quand meme tres trop plus faire fait etre avoir"
# What an elision leaves of a word, where texts are cut at the apostrophe.
ELIDED = "quelqu presqu aujourd hui lorsqu puisqu jusqu quoiqu"


@cache
def empty() -> frozenset[str]:
    """Words that say nothing by themselves, folded."""
    listed = (word for language in LANGUAGES for word in get_stop_words(language))
    return frozenset(part for word in [*listed, CHAT, ELIDED] for part in words(word))


def telling(folded: list[str], written: list[str]) -> list[str]:
    """Each once, in order, as it is `written` but for its capitals; `folded` are the same words, at the same places."""
    known, found = empty(), dict[str, str]()
    for word, form in zip(folded, written, strict=True):
        if word not in found and len(word) >= SHORTEST and word not in known and TELLING.fullmatch(word):
            found[word] = form.lower()
            if len(found) == MOST:
                break
    return list(found.values())
