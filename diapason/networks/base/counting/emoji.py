"""Emoji sequences: several code points shown as one sign.

The list is that of Unicode Emoji 12.0 (``emoji.json``), as in the ports of the reference library. A newer
sequence joined by U+200D is therefore counted in pieces, which is never less than what a network with newer
data counts.
"""

import json
from functools import cache
from pathlib import Path

import regex

_TONE = "[\U0001f3fb-\U0001f3ff]"
_BASE = regex.compile(r"\p{Emoji_Modifier_Base}")
_ANY = regex.compile(
    rf"\p{{RI}}\p{{RI}}|[0-9#*]\uFE0F?\u20E3"
    rf"|\p{{ExtPict}}(?:{_TONE}|\uFE0F)?[\U000E0020-\U000E007F]*+(?:\u200D\p{{ExtPict}}(?:{_TONE}|\uFE0F)?)*+"
)
_MAYBE = regex.compile(r"[\u20E3\uFE0F\U0001F1E6-\U0001F1FF\U0001F3F4\U0001F3FB-\U0001F3FF\u200D]")


def _toned(sequence: str) -> str:
    """The sequence as a pattern, with a skin tone allowed after each sign that takes one."""
    return "".join(sign + f"{_TONE}?" if _BASE.match(sign) else sign for sign in sequence)


@cache
def _sequences() -> regex.Pattern[str]:
    data = json.loads(Path(__file__).with_name("emoji.json").read_text(encoding="utf-8"))
    flags = ["".join(chr(ord(letter) + 0x1F1A5) for letter in code) for code in data["flags"].split()]
    joined = sorted(data["joined"].split(), key=len, reverse=True)
    exact = [*map(_toned, joined), *data["tagged"].split(), *flags, r"[0-9#*]\uFE0F?\u20E3"]
    single = [rf"\p{{Emoji_Modifier_Base}}{_TONE}", r"(?![0-9#*])(?!\p{Emoji_Presentation})\p{Emoji}\uFE0F"]
    return regex.compile("|".join(exact + single))


def take_out(text: str) -> tuple[str, int]:
    """The text without its sequences of two code points or more, and how many they were."""
    return _sequences().subn("", text) if _MAYBE.search(text) else (text, 0)


def find_any(text: str) -> list[str]:
    """Every emoji, sequence or lone pictogram, by the grammar of Unicode Technical Standard 51."""
    return [] if text.isascii() else _ANY.findall(text)
