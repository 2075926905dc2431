"""What a week shows beside its posts: what went wrong, pictures, the load of spaces and people; and what the pages weigh."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from diapason.core import clock
from diapason.editorial.models import BrandMoment, Post, PostMedia, Variant
from diapason.editorial.planner import load, spans, troubles
from diapason.editorial.planner.filters import Filters
from diapason.media.models import Asset
from diapason.strategy.models import Campaign, Objective, Persona
from diapason.territory.models import Space

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def space(brand):
    return Space.objects.create(workspace=brand, network="agora", name="Agora", account_id="1", rhythm=4)


@pytest.fixture
def inside(client, camille):
    client.force_login(camille)
    return client


def post(brand, space, at, **values):
    made = Post.objects.create(workspace=brand, title="A post", publish_at=at, **{"status": "draft", **values})
    if space:
        Variant.objects.create(post=made, network=space.network).spaces.add(space)
    return made


def week_of(lead, **filters):
    return load.read(lead, spans.week(NOW.date()), Filters(**filters), NOW.date())


def page(client, **query):
    return client.get(reverse("calendar", args=["maison-lumen"]), {"date": "2026-11-23", **query})


# ── The load of a week ───────────────────────────────────────────────────────────────────────────────────────────────
def test_a_week_is_held_against_the_rhythm_of_each_space(brand, space, lead):
    for days in (0, 0, 2):
        post(brand, space, NOW + timedelta(days=days))
    post(brand, space, NOW, status="cancelled")
    [row] = week_of(lead).rows
    assert row.days == [2, 0, 1, 0, 0, 0, 0]
    assert (row.rhythm.planned, row.rhythm.usual, row.rhythm.gap) == (3, 4, 0)  # one less than four is near enough
    space.rhythm = 9
    space.save()
    [row] = week_of(lead).short
    assert row.rhythm.missing == 6


def test_a_space_without_a_rhythm_is_held_against_its_last_eight_weeks(brand, space, lead):
    space.rhythm = None
    space.save()
    for number in range(16):
        post(brand, space, NOW - timedelta(days=1 + number * 3), status="published")
    post(brand, space, NOW + timedelta(days=1))
    [row] = week_of(lead).rows
    assert (row.rhythm.usual, row.rhythm.gap, row.kept) == (2.0, -1, None)


def test_a_rhythm_that_was_not_kept_lately_is_called_out(brand, space, lead):
    for weeks in (1, 2, 3):
        post(brand, space, NOW - weeks * WEEK, status="published")
        post(brand, space, NOW - weeks * WEEK, status="draft")  # it never went out
    assert week_of(lead).rows[0].kept == 0.75


def test_a_week_to_come_is_held_against_weeks_that_are_over(brand, space, lead):
    space.rhythm = None
    space.save()
    for number in range(8):
        post(brand, space, NOW - number * WEEK - timedelta(days=1), status="published")
    later = load.read(lead, spans.week(date(2026, 12, 21)), Filters(), NOW.date())
    assert (later.rows[0].rhythm.usual, later.rows[0].rhythm.gap, later.rhythm.usual) == (1.0, -1, 1.0)


def test_who_writes_is_said_with_what_is_not_written(brand, space, lead, camille, yanis):
    post(brand, None, NOW + timedelta(days=1), assignee=yanis, status="planned")
    post(brand, None, NOW + timedelta(days=1), assignee=yanis)
    post(brand, None, NOW + 3 * WEEK, assignee=camille, writing_due=NOW + timedelta(days=1))
    assert [(each.name, each.posts, each.waiting) for each in week_of(lead).people] == [("Camille", 1, 1), ("Yanis", 2, 1)] or [
        (each.name, each.posts, each.waiting) for each in week_of(lead).people
    ] == [("Yanis", 2, 1), ("Camille", 1, 1)]


def test_the_week_shows_its_load_and_says_what_is_short(brand, space, inside):
    post(brand, space, NOW)
    [address] = re.findall(r'hx-get="([^"]+/load/[^"]+)"', page(inside, view="week", network=space.network).content.decode())
    address = address.replace("&amp;", "&")
    found = inside.get(address).content.decode()
    assert f'data-live-src="{address.replace("&", "&amp;")}"' in found
    assert "1 space short of its rhythm" in found
    assert "3 short" in found
    assert "Load of the week" not in page(inside, view="week", status="draft").content.decode()
    assert "Load of the week" not in page(inside).content.decode()


def test_another_brands_posts_weigh_on_nobody(brand, space, lead, olga):
    elsewhere = olga.memberships.get().workspace
    post(elsewhere, None, NOW, assignee=olga)
    found = week_of(lead)
    assert (found.rhythm.planned, found.people) == (0, [])


# ── Trouble and pictures ─────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def refused(brand, monkeypatch):
    made = post(brand, None, NOW)
    monkeypatch.setattr(troubles, "_declared", [lambda numbers: {made.pk: "Refused"} if made.pk in numbers else {}])
    return made


@pytest.mark.parametrize("view", ["month", "week", "list", "board"])
def test_a_delivery_in_trouble_is_said_in_words_on_every_view(inside, refused, view):
    assert "triangle-alert" in (found := page(inside, view=view, date="2026-11-01").content.decode()) or view == "week"
    if view == "week":
        found = page(inside, view=view).content.decode()
    assert "</svg>Refused</span>" in found


def test_the_widget_is_told_of_trouble_and_of_pictures(brand, inside, refused):
    asset = Asset.objects.create(workspace=brand, kind="image", file="1/a/x.webp", thumbnail="1/t/x.webp", mime="image/webp", size=1)
    PostMedia.objects.create(post=refused, asset=asset)
    asked = {"start": "2026-11-23", "end": "2026-11-30"}
    [found] = inside.get(reverse("calendar_days", args=["maison-lumen"]), asked).json()["posts"]
    assert (found["x"], found["i"]) == ("Refused", asset.pk)
    assert reverse("asset_thumbnail", args=["maison-lumen", asset.pk]) in page(inside, view="week").content.decode()


# ── What the pages weigh ─────────────────────────────────────────────────────────────────────────────────────────────
LONG = "Réparer plutôt que racheter : l’atelier ouvre ses portes à l’été, déjà près de cent dix personnes " * 2


@pytest.fixture
def crowded(brand, camille, space):
    """Dense days with the longest titles and deadlines, thirty objectives and campaigns, a moment of the brand every two weeks."""
    others = [
        Space.objects.create(workspace=brand, network="gazette", name=f"Gazette {n}", account_id=f"g{n}", rhythm=3) for n in range(12)
    ]
    names = [f"{LONG[:50]} {number}" for number in range(30)]
    dated = {"kind": "sales", "starts_on": NOW.date(), "due_on": NOW.date()}
    Objective.objects.bulk_create(Objective(workspace=brand, name=name, **dated) for name in names)
    Campaign.objects.bulk_create(Campaign(workspace=brand, name=name) for name in names)
    Persona.objects.bulk_create(Persona(workspace=brand, name=name) for name in names)
    aim = Objective.objects.latest("pk")
    first = NOW.replace(day=1) - timedelta(days=6)
    posts = Post.objects.bulk_create(
        Post(
            workspace=brand,
            title=LONG[:200],
            status="draft",
            objective=aim,
            author=camille,
            assignee=camille,
            publish_at=first + timedelta(days=day, minutes=number),
            writing_due=first + timedelta(days=day),
            approval_due=first + timedelta(days=day),
        )
        for day in range(42)
        for number in range(30)
    )
    variants = [Variant(post=each, network=network) for each in posts for network in ("agora", "gazette")]
    made = Variant.objects.bulk_create(variants)
    through = Variant.spaces.through
    through.objects.bulk_create(through(variant_id=each.pk, space_id=others[number % 12].pk) for number, each in enumerate(made))
    asset = Asset.objects.create(workspace=brand, kind="image", file="1/a/x.webp", thumbnail="1/t/x.webp", mime="image/webp", size=1)
    PostMedia.objects.bulk_create(PostMedia(post=each, asset=asset) for each in posts)
    BrandMoment.objects.bulk_create(
        BrandMoment(
            workspace=brand,
            name=LONG[:100],
            starts_on=NOW.date() + number * 2 * WEEK,
            ends_on=NOW.date() + number * 2 * WEEK,
            before=LONG[:150],
            during=LONG[:150],
            after=LONG[:150],
        )
        for number in range(26)
    )
    return [each.pk for each in posts]


PAGES = [("calendar", f"view={view}") for view in ("month", "week", "list", "board")] + [
    ("calendar", "view=month&status=draft&network=agora"),
    ("calendar_days", "start=2026-11-01&end=2026-12-01"),
    ("calendar_days", "start=2026-11-23&end=2026-11-30"),
    ("posts", ""),
    ("moments", ""),
    ("moments", "from=2027-01"),
]


def test_no_list_weighs_more_than_its_budget(crowded, inside, camille, monkeypatch):
    monkeypatch.setattr(troubles, "_declared", [lambda numbers: {number: "2 deliveries need you" for number in numbers if not number % 9}])
    heavy = {}
    for language in ("fr", "en"):
        camille.language = language
        camille.save()
        for name, query in PAGES:
            answer = inside.get(f"{reverse(name, args=['maison-lumen'])}?{query}")
            assert answer.status_code == 200
            if len(answer.content) >= 80_000:
                heavy[name, query, language] = len(answer.content)
    translation.activate("en")
    assert heavy == {}
