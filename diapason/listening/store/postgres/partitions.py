"""A month of mentions is a table: what is read is near in time, and a month that everybody may forget is dropped at once."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import connection

PARTED = ("listening_mention", "listening_filed")


def month_of(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def after(month: datetime) -> datetime:
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def ensure(moments: Iterable[datetime]) -> None:
    """Makes the tables that these moments need. One process at a time makes them; who is writing or reading goes on."""
    for month in missing({month_of(moment) for moment in moments}):
        make(month)


def missing(months: Iterable[datetime]) -> list[datetime]:
    """Asked each time: what a transaction made is undone with it, and an old month may have been dropped."""
    named = {name_of(table, month): month for month in months for table in PARTED}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM unnest(%s::text[]) AS name WHERE to_regclass(name) IS NULL", [list(named)])
        return sorted({named[name] for (name,) in cursor.fetchall()})


def make(month: datetime) -> None:
    """Attaching holds up nobody, where `CREATE TABLE … PARTITION OF` would wait for every reader and stop the next ones."""
    since, until = month.isoformat(), after(month).isoformat()
    with connection.cursor() as cursor:
        for table in PARTED:
            name = name_of(table, month)
            cursor.execute(MAKE.format(table=table, name=name, since=since, until=until))


def name_of(table: str, month: datetime) -> str:
    return f"{table}_{month:%Y_%m}"


MAKE = """
DO $$ BEGIN
    LOCK TABLE {table} IN SHARE UPDATE EXCLUSIVE MODE; -- what attaching takes; having it, one sees what others attached before
    IF to_regclass('{name}') IS NULL THEN
        CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE);
        ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ('{since}') TO ('{until}');
    END IF;
END $$
"""
