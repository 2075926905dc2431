"""What only PostgreSQL does: months, and two ways of walking."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diapason.listening.mentions import Mention
from diapason.listening.queries.matching import compiled
from diapason.listening.queries.parser import parse
from diapason.listening.store import postgres
from diapason.listening.store.base import Search
from diapason.listening.store.postgres import latest, searching
from diapason.listening.store.tests.engines import said


@pytest.fixture
def short_ways(monkeypatch):
    """Every way of looking for the latest is taken among some mentions."""
    for name, least in (("WALKED", 1), ("FEW", 2), ("NAMED", 4), ("ROUNDS", 2), ("MOST_MONTHS", 2)):
        monkeypatch.setattr(latest, name, least)


SAID = st.tuples(st.sampled_from(["a b", "b a", "a c b", "a", "b", "c a b a", "#a b"]), st.integers(0, 900), st.booleans())
ASKED = st.sampled_from(
    ["a", "c", "a AND b", '"a b"', '"b a"', "a NEAR/1 b", "a ONEAR/2 b", "a NOT c", "(a OR c) NEAR/2 b", 'raw:"a b" OR c']
)


@pytest.mark.django_db
def test_whichever_way_the_latest_are_looked_for_all_are_found_in_their_order(short_ways):
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
    @given(st.lists(SAID, max_size=14), ASKED, st.booleans(), st.integers(1, 4))
    def check(given, text, filed, size):
        mentions = [
            said(words, 60 * 24 * day, key=str(number), found_by=(7,) if found else ()) for number, (words, day, found) in enumerate(given)
        ]
        test = compiled(parse(text))
        expected = sorted((each for each in mentions if test(each.document) and (not filed or each.found_by)), key=place, reverse=True)
        with transaction.atomic():
            postgres.keep(mentions)
            page = postgres.search(asked := Search(1, wording=7 if filed else None, node=parse(text)), size)
            found = list(page.mentions)
            while page.next:
                page = postgres.search(asked, size, page.next)
                found += page.mentions
            transaction.set_rollback(True)
        assert [each.key for each in found] == [each.key for each in expected]

    check()


def place(mention: Mention) -> tuple[datetime, int]:
    return mention.said_at, mention.id


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["x " * 20_000 + "a b", "x y " * 300 + "a b"], ids=["many words", "one word often"])
def test_a_text_of_more_places_than_a_vector_holds_is_found_by_its_phrases(text):
    postgres.keep([said(text, 1)])
    assert len(postgres.search(Search(1, node=parse('"a b"')), 5).mentions) == 1
    assert postgres.search(Search(1, node=parse('"b a"')), 5).mentions == []


@pytest.mark.django_db
def test_a_mention_that_was_kept_before_places_were_is_found_by_its_phrases():
    postgres.keep([said("a b", 1), said("b a", 2)])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE listening_mention SET lexemes = strip(ts_delete(lexemes, '=placed'))")
    assert [mention.text for mention in postgres.search(Search(1, node=parse('"a b"')), 5).mentions] == ["a b"]


@pytest.mark.django_db
def test_the_places_of_words_are_asked_of_the_database():
    """Else many mentions would be read in vain."""
    postgres.keep([said("a b", 1), said("b a", 2), said("a c b", 3)])
    for text, found in (('"a b"', 1), ("a NEAR/1 b", 2), ("a ONEAR/1 b", 1), ("a ONEAR/2 (b OR d)", 2)):
        assert len(searching.candidates(Search(1, node=parse(text)), 5).mentions) == found, text


@pytest.mark.django_db(transaction=True)
def test_two_processes_need_the_same_month_at_once():
    month, begun = datetime(2003, 5, 5, tzinfo=UTC), threading.Barrier(2, timeout=60)

    def other() -> int:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT to_regclass('listening_mention_2003_05')")  # it knows by now that there is none
            begun.wait()
            return len(postgres.keep([said("b", 2, said_at=month)]))
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        with transaction.atomic():
            postgres.keep([said("a", 1, said_at=month)])
            late = pool.submit(other)
            begun.wait()
            time.sleep(0.3)  # the other waits for the table by now
        assert late.result(timeout=60) == 1
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE listening_heard, listening_mention")
