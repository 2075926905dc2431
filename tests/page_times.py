"""How long the server takes for each page of the large brand (`tests.big_brand`). Run as `python -m tests.page_times`.

Prints one JSON object for each page. Times are of the server alone: the whole of the middleware, no network, no browser.
"""

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from itertools import chain
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.db.models import Model, QuerySet  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import NoReverseMatch, get_resolver, resolve, reverse  # noqa: E402

from diapason.community.models import Contact  # noqa: E402
from diapason.core import clock, memory  # noqa: E402
from diapason.editorial.models import Post  # noqa: E402
from diapason.inbox.models import Conversation  # noqa: E402
from diapason.insights.models import Report  # noqa: E402
from diapason.links.models import Link  # noqa: E402
from diapason.media.models import Asset  # noqa: E402
from diapason.publishing.models import Delivery  # noqa: E402
from diapason.strategy.models import Campaign, Objective  # noqa: E402
from diapason.territory.models import Space  # noqa: E402
from diapason.workspaces import guests  # noqa: E402
from diapason.workspaces.models import GuestLink, Membership, Person, Workspace  # noqa: E402
from tests.big_brand import OWNER, SLUG  # noqa: E402
from tests.objects import World  # noqa: E402
from tests.walk import brand_addresses  # noqa: E402

WARM, MEASURED = 3, 25
CURSOR = re.compile(r"[?&;]cursor=([\w-]+)")
VALUE = re.compile(r"'(?:[^']|'')*'|\b\d+\b")


@dataclass(frozen=True, slots=True)
class Page:
    """`url` is the name of an address of the brand, `of` the object it is about; `turn` how many pages of the list were read
    before. `path`: the address itself, where it was read from the list of all."""

    name: str
    url: str
    query: str = ""
    of: str = ""
    turn: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    path: str = ""


@dataclass(slots=True)
class Timing:
    """`cpu_ms`: median of our own processor time, without the database's, which other work on the machine hardly changes.
    `repeated`: how often the statement most repeated was run, values aside; above a few, something is read row by row."""

    name: str
    server_p50_ms: float = 0.0
    server_p95_ms: float = 0.0
    cpu_ms: float = 0.0
    bytes: int = 0
    queries: int = 0
    repeated: int = 0
    turn: int = 0
    problem: str = ""


def pages() -> list[Page]:
    today = clock.now().date()
    month = f"start={today.replace(day=1)}&end={today.replace(day=1) + timedelta(days=31)}"
    htmx = {"HX-Request": "true"}
    return [
        Page("home", "home"),
        Page("calendar, month", "calendar"),
        Page("calendar, days of the month", "calendar_days", month),
        Page("calendar, week", "calendar", "view=week"),
        Page("calendar, list", "calendar", "view=list"),
        Page("calendar, board", "calendar", "view=board"),
        Page("posts", "posts"),
        Page("posts, page 20", "posts", turn=19),
        Page("posts to approve", "posts", "status=in_review"),
        Page("posts, search", "posts", "q=lampe"),
        Page("posts, search without hits", "posts", "q=xylophone"),
        Page("posts, search, two letters", "posts", "q=zq"),
        Page("calendar, search without hits", "calendar", "q=xylophone"),
        Page("post", "post", of="post"),
        Page("composer", "compose", of="post"),
        Page("history of a post", "post_history", of="post"),
        Page("deliveries, coming", "deliveries"),
        Page("deliveries, coming, page 20", "deliveries", turn=19),
        Page("deliveries, trouble", "deliveries", "view=trouble"),
        Page("deliveries, by hand", "deliveries", "view=by-hand"),
        Page("deliveries, published", "deliveries", "view=published"),
        Page("deliveries, all", "deliveries", "view=all"),
        Page("deliveries, all, page 20", "deliveries", "view=all", turn=19),
        Page("deliveries, search", "deliveries", "view=all&q=atelier"),
        Page("deliveries, search without hits", "deliveries", "view=all&q=xylophone"),
        Page("deliveries, search, two letters", "deliveries", "view=all&q=la"),
        Page("deliveries, one space, page 20", "deliveries", "view=all&space=1", turn=19),
        Page("delivery", "delivery", of="delivery"),
        Page("inbox", "inbox"),
        Page("inbox, page 20", "inbox", "queue=all", turn=19),
        Page("inbox, mine", "inbox", "queue=mine"),
        Page("inbox, closed", "inbox", "queue=closed"),
        Page("inbox, reviews", "inbox", "queue=all&kind=review"),
        Page("inbox, search", "inbox", "q=remboursement"),
        Page("inbox, search, two words", "inbox", "q=atelier+grenoble"),
        Page("inbox, search without hits", "inbox", "q=xylophone"),
        Page("inbox, search by name", "inbox", "q=Anaïs+Guérin"),
        Page("inbox, search, two letters", "inbox", "q=zq"),
        Page("conversation", "conversation", of="conversation"),
        Page("saved replies", "saved_replies"),
        Page("people", "people"),
        Page("people, page 20", "people", turn=19),
        Page("people, search", "people", "q=guerin"),
        Page("people, search without hits", "people", "q=xylophone"),
        Page("person", "contact", of="contact"),
        Page("spaces", "spaces"),
        Page("space", "space", of="space"),
        Page("objectives", "objectives"),
        Page("objective", "objective", of="objective"),
        Page("campaigns", "campaigns"),
        Page("campaign", "campaign", of="campaign"),
        Page("results", "results"),
        Page("results, 12 months", "results", f"from={today - timedelta(days=365)}&to={today}"),
        Page("posts of the results", "results_posts"),
        Page("posts of the results, page 20", "results_posts", f"from={today - timedelta(days=365)}&to={today}", turn=19),
        Page("posts of the results, by clicks", "results_posts", f"sort=-clicks&from={today - timedelta(days=365)}&to={today}"),
        Page("reports", "reports"),
        Page("report", "report", of="report"),
        Page("links", "links"),
        Page("links, page 20", "links", turn=19),
        Page("links, search", "links", "q=lampes/77"),
        Page("link", "link", of="link"),
        Page("audit", "audit"),
        Page("audit, page 20", "audit", turn=19),
        Page("audit, one family", "audit", "family=reply"),
        Page("audit, one family that has none", "audit", "family=person"),
        Page("team", "team"),
        Page("media", "media"),
        Page("media, page 20", "media", turn=19),
        Page("media, search", "media", "q=atelier+77"),
        Page("file of the library", "asset", of="asset"),
        Page("moments", "moments"),
        Page("notifications", "notifications"),
        Page("notifications, page 20", "notifications", turn=19),
        Page("settings", "settings"),
        Page("palette, a post", "palette", "q=lampe", headers=htmx),
        Page("palette, a name", "palette", "q=guérin", headers=htmx),
        Page("palette, nothing", "palette", "q=xylophone", headers=htmx),
        Page("palette, two letters", "palette", "q=zq", headers=htmx),
    ]


# Answers without end, or what people put in a spreadsheet or on paper: not pages.
NOT_PAGES = {
    "live",
    "calendar_csv",
    "calendar_xlsx",
    "results_csv",
    "results_xlsx",
    "links_export",
    "export_audit",
    "report_file",
    "link_qr",
}


def others(client: Client, known: set[str], found: dict[str, int | None]) -> Iterator[Page]:
    """Every other address of the brand that shows a page, read from the addresses themselves so that none is forgotten; then
    what a client without an account reads. What they are about is made for them."""
    brand = Workspace.objects.get(slug=SLUG)
    people = {membership.role: membership.person for membership in Membership.objects.filter(workspace=brand).select_related("person")}
    world = World(brand, people | {"reader": people["contributor"]})
    for each in brand_addresses():
        name = resolve(path := each.path(world)).url_name or ""
        if name in known | NOT_PAGES:
            continue
        with transaction.atomic():  # an address that is only for acts may fail on a page's request
            answer = client.get(path)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            yield Page(name.replace("_", " "), name, path=path)
    token = guests.make_token(GuestLink.objects.get(pk=world.get("guest_id")))
    yield Page("a client's page", "guest", path=reverse("guest", args=[token]))
    yield Page("a client's report", "guest_report", path=reverse("guest_report", args=[token, found["report"]]))
    yield Page("profile", "profile", path=reverse("profile"))


def busiest[Row: Model](rows: QuerySet[Row], *order: str) -> int | None:
    found = rows.order_by(*order).first()
    return found.pk if found else None


def objects() -> dict[str, int | None]:
    """One of each, among those with most to show."""
    return {
        "post": busiest(Post.objects.filter(status="planned", media__isnull=False), "id"),
        "delivery": busiest(Delivery.objects.filter(state="published"), "-id"),
        "conversation": busiest(Conversation.objects.filter(status="open"), "-messages_count", "id"),
        "contact": busiest(Contact.objects.all(), "-messages", "id"),
        "space": busiest(Space.objects.all(), "id"),
        "objective": busiest(Objective.objects.all(), "id"),
        "campaign": busiest(Campaign.objects.all(), "id"),
        "report": busiest(Report.objects.all(), "id"),
        "link": busiest(Link.objects.all(), "id"),
        "asset": busiest(Asset.objects.all(), "id"),
    }


def address(page: Page, found: dict[str, int | None]) -> str | None:
    """Where the page is; None while no app gives it."""
    if page.path:
        return page.path
    try:
        path = reverse(page.url, args=[SLUG, *([found[page.of]] if page.of else [])])
    except NoReverseMatch:
        return None
    return f"{path}?{page.query}" if page.query else path


def turned(client: Client, path: str, turn: int) -> tuple[str, int]:
    """The address after `turn` pages, or of the last page where the list is shorter; and how many were turned."""
    here = path
    for done in range(turn):
        body = client.get(here).content.decode()
        cursors = CURSOR.findall(body)
        if not cursors:
            return here, done
        here = f"{path}{'&' if '?' in path else '?'}cursor={cursors[-1]}"
    return here, turn


def share(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000, 1)


def measure(client: Client, page: Page, found: dict[str, int | None], times: int) -> Timing:
    timing, path = Timing(page.name), address(page, found)
    if path is None:
        return Timing(page.name, problem="no such page yet")
    path, timing.turn = turned(client, path, page.turn)
    took, cpu = [], []
    for number in range(WARM + times):
        start, worked = time.perf_counter(), time.process_time()
        response = client.get(path, headers=page.headers)
        body = response.getvalue()
        if number >= WARM:
            took.append(time.perf_counter() - start)
            cpu.append(time.process_time() - worked)
        if response.status_code != 200:
            return Timing(page.name, problem=f"answers {response.status_code}")
    with CaptureQueriesContext(connection) as captured:
        client.get(path, headers=page.headers).getvalue()
    shapes = Counter(VALUE.sub("?", query["sql"]) for query in captured.captured_queries)
    timing.server_p50_ms, timing.server_p95_ms, timing.bytes = share(took, 0.5), share(took, 0.95), len(body)
    timing.cpu_ms, timing.queries, timing.repeated = share(cpu, 0.5), len(captured), max(shapes.values(), default=0)
    return timing


def timings(only: str, times: int) -> Iterator[Timing]:
    client, found = Client(SERVER_NAME="localhost"), objects()
    client.force_login(Person.objects.get(email=OWNER))
    with transaction.atomic():
        first = pages()
        for page in chain(first, others(client, {page.url for page in first}, found)):
            if only in page.name:
                yield measure(client, page, found, times)
        transaction.set_rollback(True)  # what was made to be shown


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="")
    parser.add_argument("--times", type=int, default=MEASURED)
    asked = parser.parse_args()
    get_resolver().url_patterns  # noqa: B018 - as the web application does when it starts
    memory.settle()
    for timing in timings(asked.only, asked.times):
        as_json: dict[str, Any] = asdict(timing)
        print(json.dumps(as_json, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
