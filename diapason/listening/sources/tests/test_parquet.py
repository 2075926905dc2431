"""Archives in Parquet: read by rows and row groups, in a process that may die of what a stranger wrote, with nothing lost in silence."""

import io
import random
from contextlib import suppress
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diapason.core import parquet as writing
from diapason.editorial.exchange.tables import Unreadable
from diapason.listening import files as leaving
from diapason.listening.mentions import Mention
from diapason.listening.models import Source
from diapason.listening.sources.archives import columns, files, importing
from diapason.listening.sources.archives.lines import Place, Record
from diapason.listening.sources.archives.rows import Reader
from diapason.listening.sources.tests.conftest import heard
from diapason.workspaces import resuming
from diapason.workspaces.models import Workspace

pa: Any = pytest.importorskip("pyarrow", reason="skipped: pyarrow is not installed (requirements/parquet.txt)")
import pyarrow.parquet as pq  # noqa: E402

from diapason.listening.sources.archives import parquet_reader as reader  # noqa: E402


def written(table: Any, **more: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(table if isinstance(table, pa.Table) else pa.table(table), out, **more)
    return out.getvalue()


def said(count: int, **more: Any) -> bytes:
    day = datetime(2026, 11, 2, 10, 30, tzinfo=UTC)
    return written({"date": [day] * count, "texte": [f"Bonjour {number}" for number in range(count)]}, **more)


def within(content: bytes, skipped: int = 0, wanted: set[int] | None = None) -> list[Any]:
    """What the reader says, in this process: rows, and (problem, how many) of those that are lost."""
    file = reader.opened(io.BytesIO(content))
    every = wanted if wanted is not None else set(range(len(reader.columns(file)[0])))
    found: list[Any] = []
    for each in reader.rows(file, skipped, every):
        found += each.get("rows", []) or [(each["problem"], each["lost"])]
    return found


def read(content: bytes, place: Place | None = None) -> list[Record]:
    """The same through the process of its own."""
    file = io.BytesIO(content)
    return list(files.records(file, files.look(file), place))


# ── Columns and cells ────────────────────────────────────────────────────────────────────────────────────────────────
MORNING = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("array", "cell"),
    [
        (["é"], "é"),
        (pa.array([b"octets"]), "octets"),
        (pa.array(["a"]).dictionary_encode(), "a"),
        (pa.array(["a"], pa.large_string()), "a"),
        (pa.array([Decimal("12.00")]), 12),
        (pa.array([Decimal("1.25")]), 1.25),
        ([float("nan")], None),
        ([float("inf")], None),
        ([7.0], 7),
        (pa.array([2**64 - 1], pa.uint64()), 2**64 - 1),
        ([True], True),
        ([date(2026, 11, 2)], "2026-11-02"),
        (pa.array([date(2026, 11, 2)], pa.date64()), "2026-11-02"),
        ([time(10, 30)], "10:30:00"),
        (pa.array([MORNING], pa.timestamp("ms", "UTC")), "2026-11-02T09:30:00+00:00"),
        (pa.array([MORNING], pa.timestamp("us", "Europe/Paris")), "2026-11-02T09:30:00+00:00"),
        (pa.array([1_793_611_800_123_456_789], pa.timestamp("ns")), "2026-11-02T09:30:00.123456"),
        (pa.array([2**62], pa.timestamp("us")), f"#{2**62}"),
        (pa.nulls(1), None),
    ],
    ids=lambda each: str(each).split("\n", 1)[0][:40],
)
def test_cells_are_read_as_what_they_are(array, cell):
    [[found]] = within(written({"x": array}))
    assert found == cell
    assert type(found) is type(cell)


def test_moments_of_96_bits_are_in_utc_and_those_without_a_zone_are_of_the_brand():
    moments = pa.array([1_793_611_800_000_000_000], pa.timestamp("ns"))
    [[old]] = within(written({"x": moments}, use_deprecated_int96_timestamps=True))
    assert old == "2026-11-02T09:30:00+00:00"
    [[here]] = within(written({"x": moments}))
    found = brand_reader(["date", "text"]).read(Record(1, [here, "Bonjour"], Place(1, 1)))
    assert isinstance(found, Mention)
    assert found.said_at == datetime(2026, 11, 2, 8, 30, tzinfo=UTC)


def test_objects_are_opened_once_and_lists_are_left_out_by_name():
    table = {
        "user": [{"name": "Julie", "counts": {"followers": 3}, "tags": ["a"]}, None],
        "tags": [["a"], None],
        "text": ["Oui", "Non"],
        "raw": pa.array([b"abc", b"def"], pa.binary(3)),
    }
    file = reader.opened(io.BytesIO(written(table)))
    found, left_out = reader.columns(file)
    assert [column.header for column in found] == ["user.name", "text"]
    assert left_out == ["user.counts", "user.tags", "tags", "raw"]
    assert within(written(table)) == [["Julie", "Oui"], [None, "Non"]]


def test_columns_that_nobody_wants_are_not_read():
    content = said(3)
    assert within(content, wanted={1}) == [[None, f"Bonjour {number}"] for number in range(3)]


def test_columns_of_the_same_name_or_with_dots_are_not_taken_for_one_another():
    table = pa.Table.from_arrays(
        [pa.array(["one"]), pa.array(["two"]), pa.array([{"b": "three"}]), pa.array(["four"])], ["x", "x", "a", "a.b"]
    )
    assert within(written(table)) == [["one", "two", "three", "four"]]
    assert within(written(table), wanted={1, 3}) == [[None, "two", None, "four"]]


def test_a_row_that_is_not_text_or_is_endless_loses_only_itself():
    texts = pa.array([b"un", b"caf\xe9", b"x" * 1_100_000, b"quatre \0 fin"])
    found = within(written({"text": texts}))
    assert found == [["un"], "encoding", "too_long", ["quatre \0 fin"]]
    assert [record.problem or record.cells for record in read(written({"text": texts}))] == [
        ["un"],
        "encoding",
        "too_long",
        ["quatre  fin"],
    ]


def test_a_reading_begins_again_at_any_row():
    content = said(57, row_group_size=10)
    whole = within(content)
    assert len(whole) == 57
    assert all(within(content, skipped) == whole[skipped:] for skipped in range(58))


# ── What cannot be read ──────────────────────────────────────────────────────────────────────────────────────────────
def broken(count: int = 30, group: int = 1) -> bytes:
    """Ten rows in each row group, and the texts of one group overwritten."""
    content = bytearray(said(count, row_group_size=10, write_page_checksum=True, use_dictionary=False, compression="none"))
    column = pq.ParquetFile(io.BytesIO(content)).metadata.row_group(group).column(1)
    end = column.data_page_offset + column.total_compressed_size
    content[end - 20 : end] = b"#" * 20
    return bytes(content)


def test_a_damaged_row_group_loses_its_rows_alone_and_says_how_many():
    found = within(broken())
    assert [row[1] for row in found if isinstance(row, list)] == [f"Bonjour {number}" for number in [*range(10), *range(20, 30)]]
    assert [row for row in found if isinstance(row, tuple)] == [("block", 10)]
    assert within(broken(), 14)[0] == ("block", 6)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (said(50)[:-30], "cut short"),
        (said(50)[: len(said(50)) // 2], "cut short"),
        (b"PAR1", "damaged"),
        (b"PAR1" + bytes(50) + b"PAR1", "damaged"),
        (b"PAR1" + b"\xff" * 50 + (40).to_bytes(4, "little") + b"PAR1", "damaged"),
        (b"PAR1" + bytes(50) + b"\xff\xff\xff\x7fPAR1", "damaged"),
        (b"PARE" + bytes(50) + b"PARE", "encrypted"),
        (written({"x": [["a"]]}), "no column"),
        (written({"x": pa.array([], pa.string())}), "no row"),
    ],
    ids=["no end", "half", "mark", "nothing", "nonsense", "endless end", "encrypted", "lists alone", "no row"],
)
def test_what_is_no_parquet_after_all_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        files.look(io.BytesIO(content))


def test_more_rows_than_may_be_are_refused_at_once(monkeypatch):
    from diapason.listening.sources.archives import parquet

    monkeypatch.setattr(parquet, "MOST_ROWS", 40)
    with pytest.raises(Unreadable, match="20 million"):
        files.look(io.BytesIO(said(41)))


def test_a_name_promises_nothing(owner):
    with pytest.raises(Unreadable, match="By its name"):
        importing.begin(owner, "veille.parquet", io.BytesIO(b"date,texte\n2026-11-02,Bonjour\n"))


def test_without_the_library_the_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setattr(writing, "available", lambda: False)
    with pytest.raises(Unreadable, match=r"requirements/parquet\.txt"):
        files.look(io.BytesIO(said(1)))


def test_one_page_that_unpacks_to_more_than_the_memory_stops_there_and_keeps_what_came_before():
    """A hundred kilobytes that unpack to 900 MB."""
    out = io.BytesIO()
    kind = pa.schema([("date", pa.string()), ("text", pa.string())])
    with pq.ParquetWriter(out, kind, compression="zstd", use_dictionary=False) as writer:
        writer.write_table(pa.table([["2026-11-02"] * 5, ["Bonjour"] * 5], schema=kind))
        writer.write_table(pa.table([["2026-11-02"], ["y" * 900_000_000]], schema=kind))
    assert len(out.getvalue()) < 1_000_000
    batches = importing.by_batches(files.records(out, files.look(out)))
    assert [record.line for record in next(batches)] == [1, 2, 3, 4, 5]
    with pytest.raises(Unreadable, match="From row 6 on"):
        next(batches)


def test_a_text_that_is_said_once_and_meant_a_hundred_thousand_times_takes_no_more_than_there_is():
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000, pa.int32()), ["x" * 900_000])  # 90 GB of text
    file = io.BytesIO(written({"text": text}))
    with pytest.raises(Unreadable, match="From row 1 on"):
        sum(1 for _ in files.records(file, files.look(file)))


def test_few_long_records_are_held_at_once():
    records = (Record(number, ["x" * 900_000], Place(number, number)) for number in range(40))
    assert [len(batch) for batch in importing.by_batches(records)] == [18, 18, 4]


def test_objects_in_objects_without_end_are_refused():
    kind = pa.int64()
    for _ in range(80):
        kind = pa.struct([("a", kind)])
    with pytest.raises(Unreadable):
        files.look(io.BytesIO(written({"x": pa.nulls(2, kind), "text": ["a", "b"]})))


def test_of_thousands_of_columns_two_hundred_are_shown_and_the_others_are_said_to_be_left_out():
    shape = files.look(io.BytesIO(written({f"c{number}": [1] for number in range(3000)})))
    assert len(shape.headers) == files.MOST_COLUMNS
    assert shape.left_out[0] == "c200"


def spoilt(content: bytes, chance: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(chance.choice([1, 4, 30])):
        found[chance.randrange(4, len(found) - 4)] = chance.randrange(256)
    return bytes(found)


def check_spoilt(count: int) -> None:
    content, chance = said(3000, row_group_size=500, write_page_checksum=True), random.Random(5)
    for _ in range(count):
        file = io.BytesIO(spoilt(content, chance))
        with suppress(Unreadable):
            shape = files.look(file)
            assert sum(record.count for record in files.records(file, shape)) == shape.rows


def test_a_file_with_spoilt_bytes_is_refused_or_every_row_of_it_is_accounted_for():
    check_spoilt(4)


@pytest.mark.thorough
def test_files_with_spoilt_bytes_without_number():
    check_spoilt(150)


@pytest.mark.thorough
def test_a_column_that_is_larger_than_the_memory_of_its_reader_is_read_to_its_end():
    """A gigabyte of text in one row group, in the 768 MB that the process has for everything."""
    chance = random.Random(1)
    texts = [chance.randbytes(40).hex() * 50 for _ in range(250_000)]
    file = io.BytesIO(written({"text": texts}, compression="zstd", use_dictionary=False, row_group_size=10**6))
    assert sum(1 for _ in files.records(file, files.look(file))) == 250_000


# ── Out and in again ─────────────────────────────────────────────────────────────────────────────────────────────────
def brand_reader(mapping: list[str], kind: str = "post") -> Reader:
    workspace = Workspace(pk=1, time_zone="Europe/Paris")
    return Reader(workspace, Source(pk=1, workspace=workspace), mapping, day_first=True, kind=kind)


LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
WORDS = st.text(LETTERS, max_size=60).map(str.strip)
MENTIONS = st.builds(
    Mention,
    workspace=st.just(1),
    source=st.just(1),
    key=st.text("abc", min_size=1, max_size=9),
    said_at=st.datetimes(datetime(1995, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - given a zone
    text=WORDS.filter(bool),
    title=WORDS,
    url=st.sampled_from(["", "https://a.example/1", "http://é.example/?q=%20"]),
    language=st.sampled_from(["", "fr", "en"]),
    country=st.sampled_from(["", "FR", "CA"]),
    author_name=WORDS,
    author_handle=WORDS.filter(lambda text: not text.startswith("@")),
    followers=st.none() | st.integers(0, 10**11),
    labels=st.lists(st.text(LETTERS, max_size=9)).map(tuple),
)


@given(st.lists(MENTIONS, max_size=12))
def test_mentions_that_leave_come_back_as_they_were(mentions):
    out = io.BytesIO()
    writing.write(out, leaving.FIELDS, map(leaving.values, mentions))
    file = reader.opened(io.BytesIO(out.getvalue()))
    headers = [column.header for column in reader.columns(file)[0]]
    mapping = columns.guess(headers, [])
    back = [brand_reader(mapping).read(Record(1, cells, Place(1, 1))) for cells in within(out.getvalue())]
    assert [what(each) for each in back] == [what(each) for each in mentions]


def what(mention: Any) -> tuple[Any, ...]:
    who = mention.author_name or mention.author_handle
    said = (mention.said_at, mention.text, mention.title, mention.url, who, mention.author_handle)
    return (*said, mention.language, mention.country, mention.followers)


def test_rows_are_written_as_they_come_and_never_more_than_a_group_is_held(monkeypatch):
    monkeypatch.setattr(writing, "ROWS", 200)
    assert [len(group) for group in writing.groups(iter([("a",)] * 450))] == [200, 200, 50]
    monkeypatch.setattr(writing, "LETTERS", 1000)
    assert [len(group) for group in writing.groups(iter([("a" * 20,)] * 250))] == [100, 100, 50]
    out = io.BytesIO()
    writing.write(out, [("x", "text")], [("a",)] * 450)
    assert pq.ParquetFile(io.BytesIO(out.getvalue())).num_row_groups == 3


# ── Imports ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
def test_what_is_lost_is_told_with_its_rows_and_the_rest_comes_in(send, import_all, brand):
    task = import_all(send(broken(), "veille.parquet"))
    assert (task.state, task.total, task.done) == ("done", 30, 30)
    assert (task.report["new"], task.report["refused"]) == (20, 10)
    assert task.report["problems"] == [[11, "block", "11–20"]]


@pytest.mark.django_db(transaction=True)
def test_an_import_that_dies_goes_on_from_its_last_row(send, brand, owner, monkeypatch, dies_at):
    monkeypatch.setattr(importing, "AT_ONCE", 10)
    task = send(said(95, row_group_size=40), "veille.parquet")
    importing.queue(owner, task)
    dies_at(5)
    with pytest.raises(SystemExit):
        importing.take_up(task.pk)
    task.refresh_from_db()
    assert (task.state, task.report["new"], task.done) == ("running", 40, 40)
    assert resuming.abandoned(importing.KIND) == [task.pk]
    importing.take_up(task.pk)
    task.refresh_from_db()
    assert (task.state, task.report["new"], task.report["known"]) == ("done", 95, 0)
    assert len(heard(brand)) == 95
