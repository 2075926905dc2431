"""Which mentions a query finds; and that thousands at once find the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diapason.core.tests.effort import cpu_seconds
from diapason.listening.queries.document import Document
from diapason.listening.queries.matching import matches
from diapason.listening.queries.nodes import And, Not, Or, Phrase, Title, Word
from diapason.listening.queries.parser import parse
from diapason.listening.queries.percolator import Percolator, counted
from diapason.listening.queries.tests.making import DOCUMENTS, QUERIES


def finds(query, text, title="", **facts):
    return matches(parse(query), Document(text, title, **facts))


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("été", "L’ÉTÉ arrive", True),
        ("soldes", "vive les #Soldes", True),
        ("#soldes", "vive les soldes", False),
        ("soldes", "vive les ＃soldes", True),
        ("lumen", "La Lumen™", True),
        ("lumen", "Lire HTTP://LUMEN.EXAMPLE", False),
        ("lumen", "merci @lumen", False),
        ("@lumen", "merci @Lumen!", True),
        ('"service client"', "le service du client", False),
        ('"service client"', "Le Service-Client", True),
        ('"a b a b"', "a b a a b a b", True),
        ("lampe NEAR/2 cassée", "la lampe est cassée", True),
        ("lampe NEAR/2 cassée", "la lampe est très cassée", False),
        ("lampe NEAR/1 cassée", "cassée lampe", True),
        ("lampe ONEAR/1 cassée", "cassée lampe", False),
        ('fendu NEAR/2 "la lampe"', "la lampe est fendu", True),
        ('fendu NEAR/1 "la lampe"', "la lampe est fendu", False),
        ("lampe NEAR/3 lampe", "une lampe", False),
        ("lampe NEAR/3 lampe", "une lampe, deux lampe", True),
        ('"la lampe" NEAR/1 "est cassée"', "la lampe est cassée", True),
        ('("la lampe" OR abat*) NEAR/2 (cassée OR fendu)', "mon abat-jour est fendu", False),
        ('("la lampe" OR abat*) NEAR/3 (cassée OR fendu)', "mon abat-jour est fendu", True),
        ("rembours*", "on me rembourse", True),
        ("rembours*", "remboursé #remboursement", True),
        ("*bours*ment", "le remboursement", True),
        ("col?ur", "color colour couleur", True),
        ("col?ur", "colur", False),
        ("raw:Orange", "une orange", False),
        ("raw:Orange", "chez Orange.", True),
        ('raw:"Été"', "l’Été", True),
        ("😡", "non 😡😡", True),
        ("a NOT b", "a b", False),
        ("a NOT b", "a c", True),
    ],
)
def test_a_query_finds_what_it_asks_for(query, text, found):
    assert finds(query, text) is found


def test_a_title_is_looked_at_alone_or_with_the_text_and_never_across():
    assert finds("title:lampe", "du texte", "Une lampe")
    assert not finds("title:lampe", "une lampe", "Un titre")
    assert finds("lampe", "du texte", "Une lampe")
    assert not finds('"lampe bleue"', "bleue est-elle", "Une lampe")
    assert not finds("lampe NEAR/100 bleue", "bleue est-elle", "Une lampe")
    assert finds("title:(lampe NOT bleue)", "bleue", "Une lampe")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("lang:fr", True),
        ("lang:en", False),
        ("author:dupont", True),
        ('author:"jean dup*"', True),
        ("author:jea", False),
        ("author:@jeandupont", True),
        ("author:@jean", False),
        ("site:lumen.fr", True),
        ("site:shop.lumen.fr", True),
        ("site:men.fr", False),
        ("url:soldes", True),
        ("followers:>100", True),
        ("followers:<100", False),
        ("has:image", True),
        ('space:"Maison  LUMEN"', True),
        ("country:fr", False),
    ],
)
def test_facts_are_compared(query, found):
    facts = {"lang": ["fr"], "author": ["Jean Dupont", "@jeandupont"], "has": ["image"], "space": ["Maison Lumen"]}
    assert finds(query, "", url="https://shop.lumen.fr/Soldes", followers=250, facts=facts) is found


def test_how_many_follow_is_not_guessed_where_it_is_unknown():
    assert not finds("followers:>0", "a")
    assert not finds("followers:<5", "a")


# ── A second opinion: everything compared with everything ────────────────────────────────────────────────────────────
def stretches(node, words):
    if isinstance(node, Word):
        return {(place, place) for place, word in enumerate(words) if node.text in {word, word.removeprefix("#")} and word != ""}
    if isinstance(node, Phrase):
        size = len(node.words)
        return {
            (place, place + size - 1)
            for place in range(len(words) - size + 1)
            if all(wanted in {word, word.removeprefix("#")} for wanted, word in zip(node.words, words[place : place + size], strict=True))
        }
    if isinstance(node, Or):
        return set().union(*(stretches(part, words) for part in node.parts))
    pairs = ((one, other) for one in stretches(node.left, words) for other in stretches(node.right, words))
    found = set()
    for (start, end), (first, last) in pairs:
        if 0 < first - end <= node.distance or (not node.ordered and 0 < start - last <= node.distance):
            found.add((min(start, first), max(end, last)))
    return found


def naive(node, words):
    if isinstance(node, And):
        return all(naive(part, words) for part in node.parts)
    if isinstance(node, Or):
        return any(naive(part, words) for part in node.parts)
    if isinstance(node, Not):
        return not naive(node.part, words)
    if isinstance(node, Title):
        return False
    return bool(stretches(node, words))


PLAIN = st.sampled_from(["a1", "b1", "c1", '"a1 b1"', '"b1 b1"'])
GROUPS = st.lists(PLAIN, min_size=1, max_size=3).map(lambda found: f"({' OR '.join(found)})")
NEARS = st.lists(GROUPS, min_size=2, max_size=3).map(" NEAR/2 ".join) | st.lists(GROUPS, min_size=2, max_size=3).map(" ONEAR/3 ".join)


@settings(max_examples=300)
@given(st.one_of(PLAIN, NEARS), st.lists(st.sampled_from(["a1", "b1", "c1", "#a1", "x1"]), max_size=10))
def test_places_are_compared_as_one_would_by_hand(query, words):
    tree = parse(query)
    assert matches(tree, Document(" ".join(words))) == naive(tree, words)


@settings(max_examples=200)
@given(st.lists(QUERIES, min_size=1, max_size=12), st.lists(DOCUMENTS, min_size=1, max_size=4))
def test_thousands_at_once_find_what_each_finds_alone(texts, documents):
    queries = {number: parse(text) for number, text in enumerate(texts)}
    for percolator in (Percolator(queries), Percolator(queries, counted(documents))):
        for document in documents:
            assert percolator.found_by(document) == {name for name, node in queries.items() if matches(node, document)}


def test_most_queries_are_never_asked():
    percolator = Percolator({number: parse(f'marque{number} AND (panne OR "service client") NOT emploi') for number in range(5000)})
    asked = [len(queries) for queries in percolator.by_word.values()]
    assert max(asked) == 1
    assert percolator.always == []


@pytest.mark.parametrize("pattern", ["aa*a*a*a*a*a*a*a*a*a*b", "*aa*aa*aa*aa*b", "a?a?a?a?a?*a?a?b"])
def test_no_wildcard_is_a_catastrophe(pattern):
    text = " ".join(["a" * 100, "a" * 99] * 500)
    assert not finds(pattern, text)
    assert cpu_seconds(lambda: finds(pattern, text)) < 1
