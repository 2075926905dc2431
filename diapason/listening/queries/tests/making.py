"""Queries and mentions made by chance, of few words, so that they meet."""

from hypothesis import strategies as st

from diapason.listening.queries.document import Document

VOCABULARY = ["lampe", "lampes", "Été", "bleu", "atelier", "Lyon", "#lampe", "#Soldes", "@lumen", "😡", "panne", "Panne"]
WORDS = st.sampled_from(VOCABULARY)
PLACED = st.one_of(
    WORDS,
    st.sampled_from(["lamp*", "at*er", "*yon", "p?nne", "#so*"]),
    st.lists(st.sampled_from(["lampe", "bleu", "été", "panne", "Lyon"]), min_size=2, max_size=3).map(lambda found: f'"{" ".join(found)}"'),
    WORDS.map(lambda word: f'raw:"{word}"'),
)
FACTS = st.sampled_from(
    ["lang:fr", "lang:en", "type:post", "has:image", "followers:>100", "followers:<=100", "author:jean", "site:lumen.fr", "url:soldes"]
)


def extended(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.lists(inner, min_size=2, max_size=4)
    groups = st.lists(PLACED, min_size=1, max_size=3).map(lambda found: f"({' OR '.join(found)})")
    near = st.tuples(groups, st.sampled_from(["NEAR/1", "NEAR/3", "ONEAR/2"]), groups).map(" ".join)
    return st.one_of(
        pairs.map(lambda found: f"({' AND '.join(found)})"),
        pairs.map(lambda found: f"({' OR '.join(found)})"),
        st.tuples(inner, inner).map(lambda found: f"({found[0]} NOT {found[1]})"),
        near.map(lambda found: f"({found})"),
        groups.map(lambda found: f"title:{found}"),
    )


QUERIES = st.recursive(PLACED | FACTS, extended, max_leaves=8)
TEXTS = st.lists(WORDS | st.sampled_from(["l’été", "à", "la", "lampe-bleu"]), max_size=12).map(" ".join)
DOCUMENTS = st.builds(
    Document,
    TEXTS,
    TEXTS,
    url=st.sampled_from(["", "https://www.lumen.fr/soldes", "https://ailleurs.example/"]),
    followers=st.none() | st.sampled_from([5, 100, 5000]),
    facts=st.fixed_dictionaries(
        {
            "lang": st.sampled_from([["fr"], ["en"], []]),
            "type": st.sampled_from([["post"], ["comment"]]),
            "has": st.lists(st.sampled_from(["image", "link"])),
            "author": st.sampled_from([["Jean Dupont", "@jean"], ["Jeanne"], []]),
        }
    ),
)
