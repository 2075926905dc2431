"""What came back: likes, followers, clicks, sales. Brought in by the same doors as real figures."""

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta

import httpx2

from diapason.core import clock
from diapason.insights import following, ingest, rollup
from diapason.insights.models import Outcome
from diapason.links.models import ClickHour, Conversion, Link, Site
from diapason.networks.base.content import Figure
from diapason.networks.base.sandbox import Sandbox
from diapason.territory.models import Space
from diapason.web.demo_brand.talk import connection
from diapason.workspaces.members import Member

SOURCE = "sandbox"
DAY = timedelta(days=1)


def of_posts(spaces: Sequence[Space], chance: random.Random) -> None:
    """Each published post is read once, the day after; some networks count displays, others never do."""
    while following.follow_published():
        pass
    for number, space in enumerate(spaces):
        shown = bool(space.net.can("insights")) and number % 2 == 0
        outcomes = list(Outcome.objects.filter(space=space).select_related("delivery").order_by("published_at"))
        for age, outcome in enumerate(outcomes):
            found = figures(chance, age / max(1, len(outcomes)), shown=shown)
            ingest.posts(space, [outcome], {outcome.delivery.remote_id: found}, min(outcome.published_at + DAY, clock.now()))
        Outcome.objects.filter(space=space).update(next_read_at=None)


def figures(chance: random.Random, growth: float, *, shown: bool) -> list[Figure]:
    """The audience grows over the year; now and then a post does five times better."""
    scale = (1 + 2.2 * growth) * (5 if chance.random() < 0.05 else 1)
    likes = int(chance.lognormvariate(2.6, 0.6) * scale)
    found = [
        Figure("likes", likes, SOURCE),
        Figure("reposts", int(likes * chance.uniform(0.05, 0.3)), SOURCE),
        Figure("replies", int(likes * chance.uniform(0.03, 0.2)), SOURCE),
    ]
    if shown:
        found.append(Figure("impressions", int(likes * chance.uniform(18, 40)), SOURCE))
    return found


def of_accounts(spaces: Sequence[Space], sandbox: Sandbox, chance: random.Random) -> None:
    """Followers, read every week of the year, up to what the sandbox says today."""
    now = clock.now()
    for space in spaces:
        followers = float(followers_today(space, sandbox))
        for week in range(53):
            ingest.account(space, [Figure("followers", round(followers), SOURCE)], now - timedelta(weeks=week))
            followers /= chance.uniform(1.001, 1.02)


def followers_today(space: Space, sandbox: Sandbox) -> float:
    """What the network itself says; a plausible number where it says nothing."""

    async def ask() -> list[Figure]:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=sandbox.app)) as client:
            found: list[Figure] = await space.net.insights.account(connection(space, client))
            return found

    known = asyncio.run(ask()) if space.net.can("insights") else []
    return next((figure.value for figure in known if figure.metric == "followers"), 1200)


def of_links(member: Member, chance: random.Random) -> None:
    """Clicks by hour, most in the first day; one in forty becomes an order on the brand's site."""
    site = Site.objects.create(
        workspace=member.workspace,
        name="Boutique",
        host="maison-lumen.example",
        key=f"{chance.getrandbits(64):016x}",
        created_by=member.person,
    )
    hours, orders = [], []
    now = clock.now()
    for link in Link.objects.filter(workspace=member.workspace).select_related("post"):
        published = link.post.publish_at if link.post else None
        if published is None or published > now:
            continue
        for hour in chance.sample(range(60), 8):
            at = (published + timedelta(hours=hour)).replace(minute=0, second=0, microsecond=0)
            if at >= now:
                continue
            clicks = int(chance.lognormvariate(2.1, 0.8)) + 1
            hours.append(ClickHour(link=link, hour=at, clicks=clicks, repeats=clicks // 4, bots=chance.randint(0, 2)))
            orders += [
                Conversion(
                    workspace=member.workspace,
                    site=site,
                    link=link,
                    order=f"L{chance.getrandbits(40):010x}",
                    minor=chance.choice((4900, 8900, 12900, 24900)),
                    currency="EUR",
                    at=at,
                )
                for _ in range(clicks)
                if chance.random() < 0.03
            ]
    ClickHour.objects.bulk_create(hours)
    Conversion.objects.bulk_create(orders)
    rollup.fold_links(member.workspace, (now - timedelta(days=380)).date())
    keys = Link.objects.filter(workspace=member.workspace).values_list("delivery_key", flat=True)
    rollup.fold_outcomes([key for key in keys if key])
