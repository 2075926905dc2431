"""Text as queries see it: a sequence of words without case, accents or elision.

`l’Été à 12 h, #Soldes chez @Maison 😡` reads `ete a 12 h soldes chez @maison 😡`, with `#soldes` where `soldes` stands. Addresses of
pages are left out: `url:` looks at them. A script without spaces between words, as Chinese, is not cut into words.
"""

import re
import unicodedata
from functools import cache

# Accents and the like, which combine with the letter before them; of living scripts, for a class beyond U+FFFF is slow to look up.
# And what nobody sees: spaces of no width, marks of direction, places where a word may be parted; not what joins emoji and letters.
HIDDEN = "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
MARKS = re.compile(f"[{HIDDEN}{''.join(chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code)) == 'Mn')}]+")
# Letters that decompose into nothing simpler, as people type them on another keyboard.
OTHERS = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
OTHER = re.compile(f"[{''.join(OTHERS)}]")
TRADE = str.maketrans("", "", "™℠")  # which would become letters of the name before them
EMOJI = "[©®‼⁉™ℹ↔-↪⌚-⏿Ⓜ▪-◾☀-➿⤴⤵⬅-⭕〰〽㊗㊙\U0001f000-\U0001faff]"
_TONES = "[\ufe0f\U0001f3fb-\U0001f3ff]*"
TOKEN = re.compile(
    r"(?i:https?://|www\.)\S+"
    r"|@\w[\w.-]*(?:@\w[\w.-]*)?"
    r"|\#?\w+"
    rf"|[\U0001f1e6-\U0001f1ff]{{2}}|{EMOJI}{_TONES}(?:\u200d{EMOJI}{_TONES})*"
)
ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
ELISION = re.compile(r"\b(?:(?:jus|lors|puis|quoi)?qu|[cdjlmnst])['’ʼ](?=\w)", re.IGNORECASE)
POSSESSIVE = re.compile(r"(?<=\w)['’ʼ]s\b", re.IGNORECASE)
VARIANTS = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")
LONGEST = 100  # letters of a word: what is longer is not a word, and would only cost


def plain(text: str) -> str:
    """One form for every way of writing the same letters; case and accents stay."""
    if text.isascii():
        return text
    return MARKS.sub("", unicodedata.normalize("NFKC", text.translate(TRADE)))


def fold(text: str) -> str:
    """Without case and accents."""
    if text.isascii():
        return text.lower()
    try:
        folded = text.encode(BYTES).translate(folds(), SOFT_HYPHEN)
    except UnicodeEncodeError:
        return fold_each(text)
    return fold_each(text) if 0 in folded else folded.decode(BYTES)


def fold_each(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text.translate(TRADE)).casefold())
    return OTHER.sub(lambda found: OTHERS[found[0]], MARKS.sub("", decomposed))


SOFT_HYPHEN = b"\xad"
BYTES = "cp1252"  # the letters of French and the signs around them, one byte each: such texts are folded five times as fast


@cache
def folds() -> bytes:
    """Each byte folded; 0 for those whose letter becomes several, as œ does."""
    return bytes(fold_byte(byte) for byte in range(256))


def fold_byte(byte: int) -> int:
    letter = bytes([byte]).decode(BYTES, "ignore")
    folded = fold_each(letter).encode(BYTES, "ignore")
    return folded[0] if len(folded) == 1 == len(fold_each(letter)) else 0


def fold_value(text: str) -> str:
    """A fact as it is compared: folded, with one space between its words."""
    return " ".join(fold(text).split())


def without_elision(text: str) -> str:
    if "'" in text or "’" in text or "ʼ" in text:
        return POSSESSIVE.sub("", ELISION.sub("", text))
    return text


def cut(text: str) -> list[str]:
    """The words of a text that was made `plain` or folded, in order. `#tag` and `@account` keep their sign."""
    found = TOKEN.findall(without_elision(text))
    if "".join(found).isalnum() and max(map(len, found)) <= LONGEST:
        return found  # most texts: neither addresses, tags and accounts nor emoji
    return [word for each in found if not ADDRESS.match(each) and (word := tidy(each))]


def tidy(word: str) -> str:
    if word.isalnum():
        return word[:LONGEST]
    if word[0] == "@":
        return word.rstrip(".-")[:LONGEST]
    return VARIANTS.sub("", word)[:LONGEST] if word[0] > "\u00a8" else word[:LONGEST]


def words(text: str) -> list[str]:
    """The folded words of a text, as queries compare them."""
    simple = simple_words(text)
    return cut(fold(text)) if simple is None or max(map(len, simple), default=0) > LONGEST else simple


def simple_words(text: str) -> list[str] | None:
    """What `cut` makes of the folded text, in about half the time: folded and cut byte by byte. None for the texts in which that is not
    all: those with addresses, tags, accounts, emoji, or letters from elsewhere."""
    try:
        spaced = text.encode(BYTES).translate(cuts(), SOFT_HYPHEN)
    except UnicodeEncodeError:
        return None
    if 0 in spaced or b"http" in spaced or b"www" in spaced:
        return None
    if b"'" in spaced:
        return without_elision(spaced.decode(BYTES)).replace("'", " ").split()
    return spaced.decode(BYTES).split()


@cache
def cuts() -> bytes:
    """Each byte as a text of words alone has it: a folded letter, an apostrophe, else a space; 0 for what says more."""
    return bytes(cut_byte(byte) for byte in range(256))


def cut_byte(byte: int) -> int:
    letter = bytes([byte]).decode(BYTES, "ignore")
    folded = fold_each(letter)
    if not letter or not folded or letter in "@#\0" or re.match(EMOJI, folded):
        return 0
    if folded in {"'", "’"}:
        return ord("'")
    return fold_byte(byte) if re.search(r"\w", folded) else ord(" ")


def raw_words(text: str) -> list[str]:
    """The same words, at the same places, as they were written."""
    return cut(plain(text))
