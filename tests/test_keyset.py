import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models.functions import Length
from hypothesis import given, settings
from hypothesis import strategies as st

from diapason.core import keyset
from diapason.core.keyset import BadCursor
from diapason.workspaces.models import Event, Organisation, Workspace

START = datetime(2026, 1, 1, tzinfo=UTC)
ORDERS = [("-at", "-id"), ("at", "id"), ("verb", "-at", "id"), ("-verb", "id"), ("-id",)]


def walk(rows, order, size, read=keyset.page):
    found, cursor = [], ""
    while True:
        page = read(rows, order, cursor=cursor, size=size)
        assert len(page.rows) <= size
        found += [row.pk for row in page.rows]
        if page.next is None:
            return found
        cursor = page.next


@pytest.mark.django_db
@settings(max_examples=40)
@given(
    rows=st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["a.x", "b.x", "c.x"])), max_size=25),
    order=st.sampled_from(ORDERS),
    size=st.integers(1, 7),
)
def test_pages_give_every_row_once_in_order_whatever_the_ties(rows, order, size):
    organisation = Organisation.objects.create(name="x")
    brand = Workspace.objects.create(organisation=organisation, name="x", slug=f"x{organisation.pk}")
    Event.objects.bulk_create(Event(workspace=brand, at=START + timedelta(seconds=second), verb=verb) for second, verb in rows)
    mine = Event.objects.filter(workspace=brand)
    whole = list(mine.order_by(*order).values_list("pk", flat=True))
    assert walk(mine, order, size) == whole
    assert walk(mine.select_related("workspace"), order, size, keyset.late_page) == whole


def test_a_row_that_arrives_between_two_pages_moves_nothing(brand):
    made = [Event.objects.create(workspace=brand, at=START, verb="a.x").pk for _ in range(6)]
    first = keyset.page(Event.objects.all(), ("-id",), size=3)
    Event.objects.create(workspace=brand, at=START, verb="a.x")
    second = keyset.page(Event.objects.all(), ("-id",), cursor=first.next or "", size=3)
    assert [row.pk for row in first.rows + second.rows] == made[::-1]


@pytest.mark.parametrize("cursor", ["x", "é", "====", "W10", "eyJhIjoxfQ", "WyJhIiwgMV0", "WzEsIDIsIDNd", "bnVsbA", "/../", "A" * 5000])
def test_a_cursor_that_was_not_made_here_is_refused(brand, cursor):
    Event.objects.create(workspace=brand, at=START, verb="a.x")
    with pytest.raises(BadCursor):
        keyset.page(Event.objects.all(), ("-at", "-id"), cursor=cursor)


@pytest.mark.django_db
@given(st.text(max_size=60))
@settings(max_examples=60)
def test_no_cursor_breaks_the_page(cursor):
    with contextlib.suppress(BadCursor):
        keyset.page(Event.objects.all(), ("-at", "-id"), cursor=cursor)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values", [["2026-01-01T00:00:00+00:00", 2**80], ["\x00", 1], [True, 1], [None, 1], [{"a": 1}, 1], [[1], 1], [1e308, 1]]
)
def test_a_forged_cursor_with_values_of_another_kind_is_refused(values):
    with pytest.raises(BadCursor):
        keyset.page(Event.objects.all(), ("-at", "-id"), cursor=keyset.encode(values))


@pytest.mark.django_db
def test_a_forged_cursor_with_a_zero_byte_is_refused():
    with pytest.raises(BadCursor):
        keyset.page(Event.objects.all(), ("verb", "id"), cursor=keyset.encode(["\x00", 1]))


@pytest.mark.django_db
def test_a_late_page_reads_its_rows_whole_in_two_queries(django_assert_num_queries):
    brand = Workspace.objects.create(organisation=Organisation.objects.create(name="x"), name="x", slug="x")
    Event.objects.bulk_create(Event(workspace=brand, at=START + timedelta(seconds=second), verb="a.x") for second in range(9))
    rows = Event.objects.select_related("workspace").annotate(rank=Length("verb"))
    with django_assert_num_queries(2):
        page = keyset.late_page(rows, ["-rank", "-id"], size=4)
        assert [(row.label, row.workspace.name) for row in page.rows] == [("", "x")] * 4
    assert page.next
