"""What a query finds on the stream, it finds in the past: no more, no less."""

from datetime import timedelta
from itertools import count

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.queries.errors import QueryError
from diapason.listening.queries.parser import parse
from diapason.listening.queries.percolator import Percolator
from diapason.listening.queries.tests.making import QUERIES, TEXTS
from diapason.listening.store.base import Search
from diapason.listening.store.tests.engines import MONDAY

SAID = st.fixed_dictionaries(
    {
        "text": TEXTS,
        "title": TEXTS,
        "url": st.sampled_from(["", "https://www.lumen.fr/soldes", "https://ailleurs.example/", "http://["]),
        "followers": st.none() | st.sampled_from([5, 100, 5000]),
        "language": st.sampled_from(["fr", "en", ""]),
        "kind": st.sampled_from(["post", "comment"]),
        "has": st.sampled_from([(), ("image",), ("link", "image")]),
        "author_name": st.sampled_from(["Jean Dupont", "Jeanne", ""]),
        "author_handle": st.sampled_from(["jean", ""]),
        "sentiment": st.sampled_from([None, *Sentiment]),
    }
)

BRANDS = count(1000)


def test_stream_and_past_give_the_same_answers(store):
    @settings(max_examples=store.tries, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
    @given(st.lists(QUERIES, min_size=1, max_size=4), st.lists(SAID, min_size=1, max_size=12))
    def check(texts, said):
        try:
            queries = {number: parse(text) for number, text in enumerate(texts)}
        except QueryError:
            return  # only says what is not wanted, for instance
        brand = next(BRANDS)  # an engine may keep what a transaction that is undone gave it
        mentions = [
            Mention(workspace=brand, source=2, key=str(number), said_at=MONDAY + timedelta(minutes=number), **each)
            for number, each in enumerate(said)
        ]
        percolator = Percolator(queries)
        heard = {mention.key: percolator.found_by(mention.document) for mention in mentions}
        with transaction.atomic():
            store.keep(mentions)
            for number, node in queries.items():
                found = {mention.key for mention in store.search(Search(brand, node=node), 50).mentions}
                assert found == {key for key, names in heard.items() if number in names}
            transaction.set_rollback(True)

    check()


def test_a_hidden_letter_or_quote_does_not_part_them(store):
    texts = ["l'a\\b 'c'", "œuf de Pâques", "a" * 120, "100 % d’accord", "👩‍👩‍👧 ❤️", "@jean.dupont! #été"]
    mentions = [
        Mention(workspace=1, source=2, key=str(n), said_at=MONDAY + timedelta(minutes=n), text=text) for n, text in enumerate(texts)
    ]
    store.keep(mentions)
    for mention in mentions:
        for term in mention.document.terms:
            node = parse(f'"{term}"')
            wanted = {each.key for each in mentions if Percolator({0: node}).found_by(each.document)}
            assert mention.key in wanted
            assert {each.key for each in store.search(Search(1, node=node), 50).mentions} == wanted
