"""What only PostgreSQL does: months, and two ways of walking."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from diapason.listening.queries.parser import parse
from diapason.listening.store import postgres
from diapason.listening.store.base import Search
from diapason.listening.store.postgres import searching
from diapason.listening.store.tests.engines import said


@pytest.mark.django_db
def test_many_and_few_are_found_alike(monkeypatch):
    postgres.keep([said(f"soldes {number}", number, found_by=(7,)) for number in range(9)])
    asked = Search(1, wording=7, node=parse("soldes"))
    few = postgres.search(asked, 20)
    monkeypatch.setattr(searching, "FEW", 3)
    assert postgres.search(asked, 20) == few
    assert [mention.text for mention in few.mentions] == [f"soldes {number}" for number in range(8, -1, -1)]


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
