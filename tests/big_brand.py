"""One brand as large as the product promises to serve: 20,000 deliveries, 100,000 messages, a year of figures.

For benchmarks. Run as `python -m tests.big_brand` in an empty database; everything is written in bulk, with a fixed seed.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from diapason.core import clock  # noqa: E402
from diapason.editorial.models import BrandMoment, Post, PostMedia, Variant  # noqa: E402
from diapason.inbox import seeding  # noqa: E402
from diapason.inbox.models import SavedReply  # noqa: E402
from diapason.insights.metrics import OF_POSTS  # noqa: E402
from diapason.insights.models import DailyFigure, Outcome, Report  # noqa: E402
from diapason.insights.reports import making  # noqa: E402
from diapason.links.models import Link  # noqa: E402
from diapason.media.models import Asset  # noqa: E402
from diapason.networks.base import registry  # noqa: E402
from diapason.networks.base.content import Content  # noqa: E402
from diapason.publishing.models import Delivery  # noqa: E402
from diapason.strategy.models import Campaign, Objective, Persona, Target  # noqa: E402
from diapason.territory.models import Space, Stream  # noqa: E402
from diapason.workspaces.members import member_of  # noqa: E402
from diapason.workspaces.models import Membership, Notification, Organisation, Person, Workspace  # noqa: E402
from diapason.workspaces.periods import last_days  # noqa: E402

SLUG, OWNER = "maison-lumen", "camille@example.com"
POSTS = 10_000  # each goes to two spaces
IN_MONTH = POSTS // 2
MESSAGES, EVENTS, ASSETS, LINKS = 100_000, 300_000, 1_000, 3_000
NAMES = ("Camille", "Yanis", "Nora", "Hugo", "Inès", "Paul", "Zoé", "Karim")
BATCH = 2_000
DAY = timedelta(days=1)
# What a brand's history holds beside its rows of today, made by the server itself: nothing of it is worth a round trip.
HISTORY = """
INSERT INTO workspaces_event (workspace_id, at, person_id, verb, subject, subject_id, label, data)
SELECT %(brand)s, now() - n * interval '105 seconds', (%(people)s::bigint[])[1 + n %% %(team)s],
  (ARRAY['post.approved', 'post.submitted', 'conversation.closed', 'delivery.published', 'reply.sent', 'post.planned'])[1 + n %% 6],
  (ARRAY['editorial.post', 'editorial.post', 'inbox.conversation', 'publishing.delivery', 'inbox.message', 'editorial.post'])[1 + n %% 6],
  1 + n %% 10000, 'Six places left, number ' || n, '{}'
FROM generate_series(%(events)s, 1, -1) n;
INSERT INTO publishing_deliverystep (delivery_id, position, kind, spec, repeat, key, keyed_for, publishes, result, done_at)
SELECT id, 0, 'post', '{"text": "…"}', 'keyed', key::text, 3600, true, '{"remote_id": "1"}', published_at
FROM publishing_delivery WHERE state = 'published';
INSERT INTO publishing_attempt (step_id, number, fingerprint, owner, started_at, finished_at, outcome, detail)
SELECT id, 1, repeat('0', 64), 'publisher-1', done_at - interval '1 second', done_at, 'done', '' FROM publishing_deliverystep;
INSERT INTO editorial_version (post_id, number, snapshot, digest, person_id, created_at)
SELECT id, 1, jsonb_build_object('title', title, 'text', text), repeat('0', 64), author_id, created_at FROM editorial_post;
INSERT INTO insights_sample (workspace_id, space_id, delivery_id, metric, value, source, read_at)
SELECT o.workspace_id, o.space_id, o.delivery_id, m, 7, 'benchmark', o.published_at + interval '1 day'
FROM insights_outcome o, unnest(ARRAY['likes', 'reposts', 'replies']) m;
INSERT INTO links_clickhour (link_id, hour, clicks, repeats, bots)
SELECT id, date_trunc('hour', created_at) + n * interval '1 hour', 1 + (id + n) %% 9, 1, 2 FROM links_link, generate_series(1, 12) n;
"""


def main() -> None:
    chance = random.Random(11)
    with transaction.atomic():
        brand, people = a_brand()
        spaces = connected(brand, people)
        objectives = aims(brand, people, chance)
        posts = written(brand, people, objectives, chance)
        planned(brand, spaces, posts, chance)
        figures(brand, spaces, objectives, chance)
        around(brand, people, spaces, posts)
        history(brand, people)
    for space in [each for each in spaces if each.net.can("converse")][:4] or spaces[:4]:
        seeding.seed(space, MESSAGES // 4, team=people)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def a_brand() -> tuple[Workspace, list[Person]]:
    organisation = Organisation.objects.create(name="Maison Lumen")
    brand = Workspace.objects.create(organisation=organisation, name="Maison Lumen", slug=SLUG)
    people = Person.objects.bulk_create(Person(email=f"{name.lower()}@example.com", name=name, password="!") for name in NAMES)
    roles = ("owner", "community", "manager", *["contributor"] * len(NAMES))
    Membership.objects.bulk_create(Membership(person=each, workspace=brand, role=role) for each, role in zip(people, roles, strict=False))
    return brand, people


def connected(brand: Workspace, people: Sequence[Person]) -> list[Space]:
    """Eight spaces, on every network that publishes by itself."""
    networks = [slug for slug, network in registry.networks().items() if network.can("publish")]
    spaces = Space.objects.bulk_create(
        Space(
            workspace=brand,
            network=networks[number % len(networks)],
            name=f"Maison Lumen {number + 1}",
            handle=f"lumen{number + 1}",
            account_id=str(number),
            owner=people[number % len(people)],
            connected_at=clock.now(),
            last_ok_at=clock.now(),
        )
        for number in range(8)
    )
    now = clock.now()
    Stream.objects.bulk_create(
        Stream(space=space, name=name, next_at=now, read_at=now) for space in spaces for name in ("comments", "metrics")
    )
    return spaces


def aims(brand: Workspace, people: Sequence[Person], chance: random.Random) -> list[Objective]:
    today = clock.now().date()
    objectives = Objective.objects.bulk_create(
        Objective(
            workspace=brand,
            name=f"Objectif {number + 1}",
            kind=chance.choice(Objective.Kind.values),
            owner=people[number % len(people)],
            starts_on=today - 150 * DAY,
            due_on=today + (10 + number) * DAY,
            colour=1 + number % 8,
        )
        for number in range(30)
    )
    kpis = ("engagement", "clicks", "posts")
    Target.objects.bulk_create(Target(objective=each, kpi=kpi, value=Decimal(5_000)) for each in objectives for kpi in kpis)
    Campaign.objects.bulk_create(
        Campaign(workspace=brand, name=f"Campagne {number + 1}", objective=objectives[number], starts_on=today - 60 * DAY)
        for number in range(30)
    )
    Persona.objects.bulk_create(Persona(workspace=brand, name=name) for name in NAMES)
    return objectives


def moments(now: datetime, chance: random.Random) -> list[datetime]:
    """Half of the posts in the month on screen, the others over the eleven months before and the one after."""
    first = now.replace(day=1, hour=6, minute=0, second=0, microsecond=0)
    inside = [first + timedelta(minutes=chance.randrange(28 * 1440)) for _ in range(IN_MONTH)]
    return inside + [first + timedelta(minutes=chance.randrange(-330 * 1440, 60 * 1440)) for _ in range(POSTS - IN_MONTH)]


def written(brand: Workspace, people: Sequence[Person], objectives: Sequence[Objective], chance: random.Random) -> list[Post]:
    campaigns, personas = list(Campaign.objects.all()), list(Persona.objects.all())
    now = clock.now()
    assets = library(brand, people)
    coming = ("planned", "planned", "planned", "approved", "in_review", "draft", "idea")
    posts = Post.objects.bulk_create(
        [
            Post(
                workspace=brand,
                title=seeding.text(chance, seeding.SENTENCES)[:70],
                text=seeding.text(chance, seeding.SENTENCES),
                status="published" if at < now else chance.choice(coming),
                content_type=chance.choice(Post.ContentType.values),
                objective=chance.choice([None, *objectives]),
                campaign=chance.choice([None, *campaigns]),
                persona=chance.choice(personas),
                publish_at=at,
                writing_due=at - 3 * DAY,
                author=chance.choice(people),
                assignee=chance.choice(people),
            )
            for at in sorted(moments(now, chance))
        ],
        batch_size=BATCH,
    )
    PostMedia.objects.bulk_create([PostMedia(post=post, asset=chance.choice(assets)) for post in posts[::2]], batch_size=BATCH)
    return posts


def library(brand: Workspace, people: Sequence[Person]) -> list[Asset]:
    return Asset.objects.bulk_create(
        Asset(
            workspace=brand,
            kind="image",
            title=f"Atelier {number}",
            alt="Une lampe posée sur l’établi" if number % 5 else "",
            file=f"1/a/{number}.webp",
            thumbnail=f"1/t/{number}.webp",
            mime="image/webp",
            size=240_000,
            width=1600,
            height=1200,
            sha256=f"{number:064}",
            tags=["atelier", f"série {number % 20}"],
            created_by=people[number % len(people)],
        )
        for number in range(ASSETS)
    )


def planned(brand: Workspace, spaces: Sequence[Space], posts: Sequence[Post], chance: random.Random) -> None:
    """Two variants a post on two networks, each with its delivery; the published ones with their outcome."""
    targets = list({space.network: space for space in spaces}.values())
    chosen = [chance.sample(targets, k=min(2, len(targets))) for _ in posts]
    pairs = [(post, space) for post, some in zip(posts, chosen, strict=True) for space in some]
    variants = Variant.objects.bulk_create([Variant(post=post, network=space.network) for post, space in pairs], batch_size=BATCH)
    through = Variant.spaces.through
    joined = [through(variant_id=variant.pk, space_id=space.pk) for variant, (_post, space) in zip(variants, pairs, strict=True)]
    through.objects.bulk_create(joined, batch_size=BATCH)
    made = [delivery(brand, variant, space, post, chance) for variant, (post, space) in zip(variants, pairs, strict=True)]
    deliveries = Delivery.objects.bulk_create(made, batch_size=BATCH)
    published = [each for each in deliveries if each.state == "published"]
    Outcome.objects.bulk_create([outcome(each, chance) for each in published], batch_size=BATCH)


def delivery(brand: Workspace, variant: Variant, space: Space, post: Post, chance: random.Random) -> Delivery:
    out = post.status == "published"
    state = chance.choices(["published", "rejected", "needs_person"], [990, 6, 4])[0] if out else "planned"
    done = state == "published"
    assert post.publish_at
    return Delivery(
        workspace=brand,
        space=space,
        variant=variant,
        content=Content((post.text,), language="fr").as_json(),
        state=state,
        due_at=post.publish_at,
        next_at=None if out else post.publish_at,
        remote_id=f"{variant.pk}" if done else "",
        remote_url=f"https://example.com/{variant.pk}" if done else "",
        published_at=post.publish_at if done else None,
    )


def outcome(of: Delivery, chance: random.Random) -> Outcome:
    assert of.variant
    assert of.published_at
    post = of.variant.post
    found = dict.fromkeys(OF_POSTS)
    found |= {"likes": chance.randrange(400), "reposts": chance.randrange(60), "replies": chance.randrange(40)}
    return Outcome(
        delivery=of,
        workspace_id=of.workspace_id,
        space_id=of.space_id,
        network=of.variant.network,
        post=post,
        objective=post.objective,
        published_at=of.published_at,
        engagement=sum(value or 0 for value in found.values()),
        clicks=chance.choice([None, chance.randrange(90)]),
        sources=dict.fromkeys(("likes", "reposts", "replies"), "benchmark"),
        read_at=of.published_at + DAY,
        **found,
    )


def figures(brand: Workspace, spaces: Sequence[Space], objectives: Sequence[Objective], chance: random.Random) -> None:
    """A year of days, for each space without an objective and with four of them."""
    today = clock.now().date()
    flows = ("posts", "likes", "reposts", "replies", "impressions", "clicks")
    rows = [
        DailyFigure(workspace=brand, day=today - day * DAY, space=space, objective=objective, metric=metric, value=chance.randrange(900))
        for day in range(366)
        for number, space in enumerate(spaces)
        for objective in (None, *[objectives[(number * 4 + step) % len(objectives)] for step in range(4)])
        for metric in flows
    ]
    rows += [
        DailyFigure(workspace=brand, day=today - day * DAY, space=space, metric="followers", value=9_000 - day)
        for day in range(366)
        for space in spaces
    ]
    DailyFigure.objects.bulk_create(rows, batch_size=5_000)


def around(brand: Workspace, people: Sequence[Person], spaces: Sequence[Space], posts: Sequence[Post]) -> None:
    """Links, moments, saved replies, notices, reports."""
    today = clock.now().date()
    Link.objects.bulk_create(
        Link(
            workspace=brand,
            code=f"l{number}",
            url=f"https://example.com/lampes/{number}?utm_source=benchmark",
            host="example.com",
            key=f"{number:064}",
            post=posts[number],
            space=spaces[number % len(spaces)],
        )
        for number in range(LINKS)
    )
    BrandMoment.objects.bulk_create(
        BrandMoment(workspace=brand, name=f"Salon {number}", starts_on=today + number * 7 * DAY, ends_on=today + (number * 7 + 2) * DAY)
        for number in range(-20, 20)
    )
    SavedReply.objects.bulk_create(
        SavedReply(workspace=brand, title=f"Réponse {number}", body="Bonjour {first_name}, merci.", written_by=people[0])
        for number in range(40)
    )
    Notification.objects.bulk_create(
        Notification(workspace=brand, person=people[0], code="post.approved", data={"who": "Yanis", "post": post.title})
        for post in posts[:2_000]
    )
    report = making.make(member_of(people[0], brand.slug), last_days(today, 30))
    Report.objects.bulk_create(Report(workspace=brand, start=report.start, end=report.end, facts=report.facts) for _ in range(60))


def history(brand: Workspace, people: Sequence[Person]) -> None:
    values: dict[str, Any] = {"brand": brand.pk, "people": [each.pk for each in people], "team": len(people), "events": EVENTS}
    with connection.cursor() as cursor:
        for statement in HISTORY.strip().split(";\n"):
            cursor.execute(statement.rstrip(";"), values)


if __name__ == "__main__":
    main()
