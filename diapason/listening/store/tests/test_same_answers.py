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
from diapason.listening.store.base import Search, What
from diapason.listening.store.tests.engines import MONDAY, said

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


def answers(store, query: str, mentions: list[Mention]) -> list[str]:
    """The texts that it finds; the stream and the past agree."""
    node = parse(query)
    with transaction.atomic():
        store.keep(mentions)
        past = {mention.text for mention in store.search(Search(1, node=node), 50).mentions}
        transaction.set_rollback(True)
    assert {mention.text for mention in mentions if Percolator({0: node}).found_by(mention.document)} == past
    return sorted(past)


def test_what_a_title_must_not_say_its_text_may(store):
    mentions = [said("une lampe", 1, title="Les soldes"), said("rien", 2, title="Les soldes de la lampe")]
    assert answers(store, "title:(soldes NOT lampe)", mentions) == ["une lampe"]
    assert answers(store, "soldes title:(NOT lampe)", mentions) == ["une lampe"]


def test_signs_of_queries_in_names_part_no_stream_from_its_past(store):
    assert answers(store, 'space:"maison*"', [said("a", 1, data={"space": "Maison*"}), said("b", 2, data={"space": "Maison"})]) == ["a"]
    named = [said("a", 1, author_handle="jeanne"), said("b", 2, author_handle="luc")]
    assert answers(store, "author:@jean*", named) == ["a"]
    assert answers(store, "raw:" + "ß" * 60, [said("ß" * 60, 1)]) == ["ß" * 60]


def test_a_site_is_found_however_its_name_is_written(store):
    urls = ["https://économie.example/", "https://www.xn--conomie-9xa.example/", "https://ailleurs.example/"]
    mentions = [said(str(number), number, url=url) for number, url in enumerate(urls)]
    assert answers(store, "site:économie.example", mentions) == answers(store, "site:www.économie.example", mentions) == ["0", "1"]
    store.keep([each for each in mentions if each.site])
    assert len(store.search(Search(1, facts=((What.SITE, mentions[0].site),)), 9).mentions) == 2


def test_words_of_many_bytes_are_not_more_than_can_be_asked(store):
    def some(sign: str, side: int) -> str:
        return " OR ".join(f"{sign * 92}{side}x{number}" for number in range(8))

    query = " OR ".join(f"(({some('東', 2 * pair)}) NEAR/10 ({some('京', 2 * pair + 1)}))" for pair in range(12))
    assert answers(store, f"lampe OR {query}", [said("lampe", 1)]) == ["lampe"]
