"""Tables of any length as Parquet, by row groups, where pyarrow is installed (`requirements/parquet.txt`)."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import IO, Any, Literal

from django.core.exceptions import ImproperlyConfigured

CONTENT_TYPE = "application/vnd.apache.parquet"
ROWS, LETTERS = 10_000, 16_000_000  # of a row group: what is in memory at once
Kind = Literal["text", "texts", "whole", "number", "moment", "day"]
Field = tuple[str, Kind]  # its name, and what it holds; anything may be missing


@cache
def available() -> bool:
    return find_spec("pyarrow") is not None


def arrow() -> ModuleType:
    """Loaded where a file is written, and nowhere else: it takes 20 MB and a tenth of a second."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise ImproperlyConfigured("Parquet needs pyarrow: pip install -r requirements/parquet.txt") from error
    module: ModuleType = pyarrow
    return module


def schema(fields: Sequence[Field]) -> Any:
    """Moments are those of the world (UTC), to the microsecond."""
    pa = arrow()
    kinds = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "whole": pa.int64(),
        "number": pa.float64(),
        "moment": pa.timestamp("us", tz="UTC"),
        "day": pa.date32(),
    }
    return pa.schema([(name, kinds[kind]) for name, kind in fields])


def write(out: Path | IO[bytes], fields: Sequence[Field], rows: Iterable[Sequence[Any]]) -> None:
    """One row group at a time. Each page bears its sum, so that a reader sees a file that was damaged."""
    pa, wanted = arrow(), schema(fields)
    with pa.parquet.ParquetWriter(
        str(out) if isinstance(out, Path) else out, wanted, compression="zstd", write_page_checksum=True
    ) as writer:
        for group in groups(iter(rows)):
            made = [pa.array(column, field.type) for column, field in zip(zip(*group, strict=True), wanted, strict=True)]
            writer.write_batch(pa.RecordBatch.from_arrays(made, schema=wanted))


def groups(rows: Iterator[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    """As many rows as are short enough together."""
    group, letters = list[Sequence[Any]](), 0
    while some := list(islice(rows, 100)):
        group += some
        letters += sum(len(cell) for row in some for cell in row if isinstance(cell, str))
        if len(group) >= ROWS or letters > LETTERS:
            yield group
            group, letters = [], 0
    if group:
        yield group
