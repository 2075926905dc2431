"""People, places and others that a text names, told by their capitals: light, and without memory of what it has read.

A name is a run of capitalised words (`Jean de La Fontaine`, `Gare du Nord`), or letters that stand for words (`SNCF`). At the beginning
of a sentence a capital means nothing: one word alone is a name there only where a list knows it. A text in capitals has no names.
"""

import re
from functools import cache

from babel import Locale

from diapason.listening import vocabulary
from diapason.listening.queries.words import fold
from diapason.listening.understanding.lexicon import WORDS
from diapason.listening.understanding.reading import excerpt
from diapason.listening.understanding.signs import listed

PERSON, PLACE, OTHER = "person", "place", "other"
MOST, LONGEST = 8, 60  # names of one text; letters of one
SHOUTED = 0.5  # of the letters: with more capitals than that, they say nothing
CAPITAL = r"[A-ZÀ-ÖØ-ÞŒ]"
WORD = rf"(?:{CAPITAL}|[ie](?={CAPITAL}[a-z]))[\w’'-]*\w"  # and iPhone, eBay
SMALL = r"(?:de|du|des|d['’]|de la|la|le|les|en|sur|of|the|von|van|al|el|y)"
NAME = re.compile(rf"(?<![\w@#’'/.-])(?:[dlDL]['’])?(?P<name>{WORD}(?:(?: {SMALL} ?|[ -]){WORD}){{0,4}})")
ELIDED = re.compile(r"^(?:[dlDLcCjJmMnNsStT]|[qQ]u)['’](?=\w)")
TITLED = re.compile(
    r"\b(?:m|mme|mlle|mr|mrs|ms|dr|me|monsieur|madame|ministre|président|présidente|maire|minister|president|mayor)\.?\s+$", re.IGNORECASE
)
BEGINS = re.compile(r"(?:^|[.!?…:«»\"“”()\n•–—-]|[^\w\s,;’'@#&%/*+])\s*$")


TITLES = listed("m mme mlle mr mrs ms dr me monsieur madame")
# Letters that stand for a common noun.
COMMON = listed(
    "pdg ceo cfo cto sav sms mms gps pdf tv usb nfc vpn faq dm rh hr pc cv cdi cdd ttc ht asap fyi lol omg wtf url api ui ux ai ia "
    "led dvd cd bd vip ras ps nb svp stp mdr ptdr jpp pib gdp id qr pr rdv btw imo tbh smh ngl idk diy ok nft ev hd dj mp mps ong "
    "ngo pme b2b rt"
)
SPELLED = re.compile(
    rf"{CAPITAL}{{2,6}}\d?|\w+-{CAPITAL}\w+|[ie]?{CAPITAL}[a-zà-ÿ]+{CAPITAL}\w+|[ie]{CAPITAL}\w+"
)  # SNCF, Hydro-Québec, PowerPoint
# With a capital they are in a title (`Thank You So Much`), never in a name.
TITLED_WORDS = listed(
    "is are was were be been i you your my so it its this that we our they their he she his her much very not no too all everyone "
    "please just thank thanks great nice good tres trop bien bon bonne est sont etait je tu vous nous ils elles votre notre mon ma "
    "pas plus tout tous avec merci happy"
)


@cache
def people() -> frozenset[str]:
    lines = (WORDS / "firstnames.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


@cache
def places() -> frozenset[str]:
    lines = (WORDS / "places.txt").read_text(encoding="utf-8").splitlines()
    known = [name for line in lines if not line.startswith("#") for name in line.split(",")]
    countries = [name for language in ("fr", "en") for code, name in Locale(language).territories.items() if code.isalpha()]
    return frozenset(fold(name.strip()) for name in [*known, *countries])


@cache
def ordinary() -> frozenset[str]:
    """Words that begin sentences, and are written with a capital without being anybody's name."""
    days = [
        name
        for language in ("fr", "en")
        for kind in ("days", "months")
        for name in getattr(Locale(language), kind)["format"]["wide"].values()
    ]
    return vocabulary.empty() | {fold(name) for name in [*days, *HELLO.split()]}


HELLO = (
    "bonjour bonsoir salut merci bravo oui non bref super genial voila alors enfin franchement dommage attention pourquoi comment quand "
    "livraison service client produit prix application hello hi hey thanks thank yes no well great good bad love please sorry why how when "
    "what god dieu happy joyeux joyeuse merry birthday anniversary anniversaire easter paques halloween welcome "
    "bienvenue shoutout kudos courage president minister internet noel christmas monsieur madame mr mrs dr m mme rt lol mdr ok je tu il "
    "elle on nous vous ils elles i ai les des une un le la"
)


def names(text: str) -> dict[str, str]:
    """What each is, by the name as it is written, in the order in which they come."""
    text = excerpt(text)
    letters = sum(map(str.isalpha, text))
    if not letters or sum(map(str.isupper, text)) > SHOUTED * letters:
        return {}
    found: dict[str, str] = {}
    for match in NAME.finditer(text):
        name, at = trimmed(match["name"], match.start("name"), text)
        if name and (kind := kind_of(name, text[max(0, at - 20) : at])) and len(name) <= LONGEST:
            found.setdefault(name, kind)
            if len(found) == MOST:
                break
    return found


def trimmed(name: str, at: int, text: str) -> tuple[str, int]:
    """Without the word that only begins the sentence (`Merci Julie`), and where it begins then."""
    elided = ELIDED.match(name)
    if elided:
        name, at = name[len(elided[0]) :], at + len(elided[0])
    while name and fold(name) not in places():
        first, _, rest = name.partition(" ")
        begins = BEGINS.search(text[max(0, at - 20) : at]) and fold(first) in ordinary()
        if not begins and fold(first) not in TITLES | COMMON:
            break
        while rest and rest[0].islower() and not SPELLED.match(rest):  # `PDG de Renault`
            rest = rest.partition(" ")[2]
        at += len(name) - len(rest)
        if begins and fold(first) not in {"le", "la", "les", "the", *TITLES, *COMMON}:
            name = rest
            break
        name = rest
    return (name, at) if name and (name[0].isupper() or name[1:2].isupper()) else ("", at)


def kind_of(name: str, before: str) -> str:
    """Empty for what is no name."""
    folded, words = fold(name), name.split(" ")
    if folded in places():
        return PLACE
    if len(words) > 1 and any(word[0].isupper() and fold(word) in TITLED_WORDS for word in words):
        return ""
    if TITLED.search(before) or (len(words) > 1 and fold(words[0]) in people()):
        return PERSON
    if len(words) > 1:
        return OTHER
    if folded in COMMON:
        return ""
    if SPELLED.fullmatch(name):
        return OTHER
    if folded in ordinary():
        return ""
    if BEGINS.search(before):
        return PERSON if folded in people() else ""
    return PERSON if folded in people() else OTHER
