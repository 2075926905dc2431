"""A text as the models read it: tokens without case and accents, with the signs that carry feeling.

`C’est PAS génial 😡 http://x.example` reads `c' est pas genial 😡 ⟨url⟩`. Of very long texts the beginning and the end are read.
"""

import re
from collections.abc import Sequence

from diapason.listening.queries.words import EMOJI, fold

READ = 2000  # letters of a text that are read: an opinion is in its beginning or in its end
START = "\n"  # comes before the first token of every text
URL, ACCOUNT, NUMBER = "⟨url⟩", "⟨account⟩", "⟨0⟩"

TOKEN = re.compile(
    r"https?\S*|www\.\S+"
    r"|@\w+"
    r"|[^\W\d_]+['’](?:t|s|re|ve|ll|d|m)\b"  # don't, it's: one word, the second part says nothing alone
    r"|[^\W\d_]+['’](?=\w)"  # l', d', n', qu'
    r"|[^\W\d_]+"
    r"|\d+"
    r"|[:;=]['-]?[)(\]\[dp/|*]+|<3+|\^\^|x[dp]\b"
    r"|[!?]+|\.{2,}|[.,;:()\"«»]"
    rf"|{EMOJI}"
)
STRETCHED = re.compile(r"(?!www\.)([^\W\d_])\1{2,}")
SINGLE = re.compile(r"([aiuyhkvjq])\1+(?<=\1\1\1)")  # never double in a word of ours: `nuuuul`, `beauuu`
# How chats write words that everybody knows.
SHORT = {
    "tro": "trop", "bcp": "beaucoup", "pk": "pourquoi", "pq": "pourquoi", "tjrs": "toujours", "tjr": "toujours", "tjs": "toujours",
    "jadore": "adore", "jador": "adore", "jaime": "aime", "jsuis": "suis", "jsui": "suis", "chui": "suis", "chuis": "suis",
    "qqun": "quelqu'un",
    "apli": "appli", "aplis": "applis", "degouter": "degoute", "relous": "relou", "vener": "enerve", "veners": "enerve",
    "thx": "thanks", "thks": "thanks", "tysm": "thanks", "plz": "please", "pls": "please", "luv": "love", "gr8": "great", "ur": "your",
}  # fmt: skip


def excerpt(text: str) -> str:
    return text if len(text) <= READ else f"{text[: READ // 2]}\n{text[-READ // 2 :]}"


def tokens(texts: Sequence[str]) -> list[list[str]]:
    """The tokens of each text, without `START`."""
    whole = "\n".join([fold(" ".join(excerpt(text).split())) for text in texts])
    whole = SINGLE.sub(r"\1", whole)
    whole = STRETCHED.sub(r"\1\1", whole.replace("’", "'").replace("ʼ", "'"))
    return [[known(token) for token in TOKEN.findall(line)] for line in whole.split("\n")]


def known(token: str) -> str:
    """One token for all addresses, accounts and numbers; at most two signs in a row."""
    first = token[0]
    if (first == "h" and token.startswith("http")) or (first == "w" and token.startswith("www.")):
        return URL
    if first == "@":
        return ACCOUNT
    if first.isdigit():
        return NUMBER
    if first in ":;=" and len(token) > 1:
        return first + token[-1]
    return token[:2] if first in "!?.<" and len(token) > 2 else SHORT.get(token, token[:40])
