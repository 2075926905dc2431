"""Inside `bin/bench listening`: a brand, its queries, and mentions poured through the whole pipeline; then the reading of its charts, and
the alerts of what comes in.

    python -m tests.listening_load brand
    python -m tests.listening_load pour --part 0 --parts 2 --mentions 100000
    python -m tests.listening_load read --times 20
    python -m tests.listening_load stream --rate 500 --seconds 180

A year of mentions in the order in which they were said, some authors of whom say most, nights and days, and a crisis of sixteen hours.
Each command prints one JSON object.
"""

import argparse
import json
import os
import random
import resource
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diapason.settings")
django.setup()

from django.db import connection  # noqa: E402

from diapason.alerts.models import Alert  # noqa: E402
from diapason.core import memory  # noqa: E402
from diapason.listening import figures, filtering, past, pipeline, wording  # noqa: E402
from diapason.listening.mentions import Mention  # noqa: E402
from diapason.listening.models import Query, Source  # noqa: E402
from diapason.listening.queries.parser import parse  # noqa: E402
from diapason.listening.store import base, store  # noqa: E402
from diapason.workspaces.members import member_of  # noqa: E402
from diapason.workspaces.models import Membership, Organisation, Person, Workspace  # noqa: E402
from diapason.workspaces.periods import last_days  # noqa: E402
from tests.said import said  # noqa: E402

DAYS, BATCH, AUTHORS = 365, 1000, 200_000
QUERIES = 50
BRANDS = 5  # of which share of voice is taken; half of the mentions name one
CRISIS = 0.02  # of all mentions, within sixteen hours
END = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
INCIDENTS, A_SECOND = 6, 2  # in the stream: each is said so often, from its own moment on


def make_brand() -> dict[str, Any]:
    person = Person.objects.create_user("bench@example.com", name="Bench", language="en")
    workspace = Workspace.objects.create(
        organisation=Organisation.objects.create(name="Bench"), name="Bench", slug="bench", time_zone="UTC"
    )
    Membership.objects.create(person=person, workspace=workspace, role="owner")
    Source.objects.create(workspace=workspace, kind=Source.Kind.ARCHIVE, name="Bench")
    member, topics = member_of(person, "bench"), said(1)
    purposes = [Query.Purpose.BRAND, *[Query.Purpose.COMPETITOR] * (BRANDS - 1)]
    asked = [(purpose, f"marque{number}") for number, purpose in enumerate(purposes)]
    pairs = (topics.chance.sample(topics.ranked[20:400], 2) for _ in range(QUERIES - BRANDS - INCIDENTS))
    asked += [(Query.Purpose.TOPIC, f"{one} AND {two}") for one, two in pairs]
    asked += [(Query.Purpose.TOPIC, f"incident{number}") for number in range(INCIDENTS)]
    for number, (purpose, text) in enumerate(asked):
        query = wording.listen_for(member, f"Query {number}", purpose, text)
        while query.shown and past.step(query.shown.pk):
            pass
    return {"queries": len(asked)}


def mentions(seed: int, count: int) -> Iterator[Mention]:
    workspace, source = Workspace.objects.get(slug="bench"), Source.objects.get()
    people, chance = said(seed), random.Random(seed)
    for number, at in enumerate(sorted(moment(chance) for _ in range(count))):
        language, text = people.text()
        if chance.random() < 0.5:
            text = f"marque{min(int(chance.expovariate(0.6)), BRANDS - 1)} {text}"
        author = int(AUTHORS * chance.random() ** 3)
        site = f"site{int(300 * chance.random() ** 2)}.example"
        yield Mention(
            workspace=workspace.pk,
            source=source.pk,
            key=f"{seed}:{number}",
            said_at=at,
            text=text,
            url=f"https://{site}/{seed}-{number}",
            kind=chance.choice(("post", "post", "comment", "article")),
            language=language,
            author=f"{site}/{author}",
            author_name=f"Author {author}",
            followers=int(chance.paretovariate(1.1) * 50),
        )


def moment(chance: random.Random) -> datetime:
    if chance.random() < CRISIS:
        return END - timedelta(days=40, seconds=chance.randrange(16 * 3600))
    hour = min(max(int(chance.gauss(14, 4)), 0), 23)
    return END - timedelta(days=chance.randrange(DAYS), hours=24 - hour, seconds=chance.randrange(3600))


def pour(part: int, parts: int, count: int, batch_size: int) -> dict[str, Any]:
    workspace = Workspace.objects.get(slug="bench")
    stream, begun, cpu, kept = mentions(part + 100, count // parts), time.monotonic(), time.process_time(), 0
    while batch := list(islice(stream, batch_size)):
        kept += len(pipeline.take_in(workspace, batch).new)
        if part == 0:
            store().settle()
    return {
        "kept": kept,
        "seconds": time.monotonic() - begun,
        "cpu_s": time.process_time() - cpu,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def stream(rate: int, seconds: int) -> dict[str, Any]:
    """What is said now, at an even pace, in which one incident after another begins; for each, how long it took from its first mention
    to its alert. A worker looks for alerts beside."""
    workspace, coming, begun = Workspace.objects.get(slug="bench"), mentions(999, rate * seconds), time.monotonic()
    first: dict[int, datetime] = {}
    while batch := list(islice(coming, rate // 2)):
        gone, now = time.monotonic() - begun, datetime.now(UTC)
        for number in range(min(INCIDENTS, int(gone / seconds * 1.6 * INCIDENTS))):
            first.setdefault(number, now)
            batch[number].text += f" incident{number}"
        for mention in batch:
            mention.said_at = now
        pipeline.take_in(workspace, batch)
        time.sleep(max(0, begun + gone + 0.5 - time.monotonic()))
    took = time.monotonic() - begun
    told = lags(first)
    p95 = told[int(len(told) * 0.95)] if len(told) == len(first) else None
    return {"taken_s": round(rate * seconds / took), "incidents": len(first), "told": len(told), "lags_s": told, "p95_s": p95}


def lags(first: dict[int, datetime]) -> list[float]:
    """Waits two minutes at most for the last ones."""
    for _ in range(120):
        opened = {
            int(str(text).removeprefix("incident")): at
            for text, at in Alert.objects.filter(query__shown__text__startswith="incident").values_list("query__shown__text", "opened_at")
        }
        if len(opened) == len(first):
            break
        time.sleep(1)
    return sorted(round((at - first[number]).total_seconds(), 1) for number, at in opened.items())


def settle() -> dict[str, Any]:
    rounds = 0
    while store().settle():
        rounds += 1
    return {"rounds": rounds}


def tidy() -> dict[str, Any]:
    """The work of a night, the first time."""
    settle()
    begun = time.monotonic()
    gone = store().tidy(datetime.now(UTC).date() - timedelta(days=2))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM listening_month")
        [months] = cursor.fetchone()
    return {"seconds": round(time.monotonic() - begun, 1), "gone": gone, "months": months}


def read(times: int) -> dict[str, Any]:
    settle()
    workspace = Workspace.objects.get(slug="bench")
    queries = list(Query.objects.filter(workspace=workspace).select_related("shown").order_by("pk"))
    ours, compared = queries[0], queries[:BRANDS]
    year, month = last_days(workspace.today, DAYS), last_days(workspace.today, 30)
    words, lead = said(1).ranked, filtering.leading(workspace, ours)
    memory.settle()  # as every process of the application does when it has begun
    charts: dict[str, Callable[[int], object]] = {
        "volume": lambda turn: figures.tones(ours, year, workspace.today, lead),
        "share_of_voice": lambda turn: figures.heard(compared, year),
        "authors": lambda turn: figures.authors(ours, month, 50),
        "words": lambda turn: figures.words(ours, month, 100),
        "rising": lambda turn: figures.rising(ours, month, 20),
        "authors_year": lambda turn: figures.authors(ours, year, 50),
        "words_year": lambda turn: figures.words(ours, year, 100),
        "rising_year": lambda turn: figures.rising(ours, year, 20),
        "search": lambda turn: latest(workspace, f"{words[200 + turn]} AND {words[40 + turn]}"),
        "search_phrase": lambda turn: latest(workspace, f'"{words[20 + turn]} {words[3 + turn]}"'),
        "search_in_query": lambda turn: latest(workspace, words[300 + turn], ours),
    }
    return {name: timed(chart, times) for name, chart in charts.items()}


def latest(workspace: Workspace, text: str, query: Query | None = None) -> base.Found:
    return store().search(base.Search(workspace.pk, wording=query.shown_id if query else None, node=parse(text)), 20)


def timed(chart: Callable[[int], object], times: int) -> dict[str, float]:
    chart(times)
    taken = []
    for turn in range(times):
        begun = time.perf_counter()
        chart(turn)
        taken.append((time.perf_counter() - begun) * 1000)
    taken.sort()
    return {"p50_ms": round(taken[len(taken) // 2], 1), "p95_ms": round(taken[int(len(taken) * 0.95)], 1)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("act", choices=["brand", "pour", "settle", "tidy", "read", "stream"])
    settings = (("part", 0), ("parts", 1), ("mentions", 1000), ("batch", BATCH), ("times", 20), ("rate", 500), ("seconds", 180))
    for name, usual in settings:
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args()
    acts = {
        "brand": make_brand,
        "pour": lambda: pour(asked.part, asked.parts, asked.mentions, asked.batch),
        "settle": settle,
        "tidy": tidy,
        "read": lambda: read(asked.times),
        "stream": lambda: stream(asked.rate, asked.seconds),
    }
    print(json.dumps(acts[asked.act]()))


if __name__ == "__main__":
    main()
