"""Every list costs as many queries for thirty rows as for three."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from diapason.community.models import Contact, Identity
from diapason.core import clock
from diapason.editorial.models import Post, PostMedia, Variant
from diapason.insights.models import Outcome
from diapason.links.models import ClickHour, Link
from diapason.media.models import Asset
from diapason.networks.base.content import Content
from diapason.publishing.models import Delivery
from diapason.strategy.models import Campaign, Objective, Target
from diapason.territory.models import Space
from diapason.workspaces.models import Notification, Person, Workspace
from tests.objects import a_network

Make = Callable[[Workspace, Person, Space, int], Any]


def contact(brand: Workspace, person: Person, space: Space, number: int) -> None:
    made = Contact.objects.create(workspace=brand, name=f"Julie {number}", messages=1, seen_at=clock.now())
    Identity.objects.create(workspace=brand, network=space.network, remote_id=f"{number}", name=made.name, contact=made)


def link(brand: Workspace, person: Person, space: Space, number: int) -> None:
    url = f"https://example.com/{number}"
    post = Post.objects.create(workspace=brand, title=f"Linked {number}")
    made = Link.objects.create(
        workspace=brand, code=f"c{number}", url=url, host="example.com", key=f"{number:064}", space=space, post=post, created_by=person
    )
    ClickHour.objects.create(link=made, hour=clock.now(), clicks=2)


def asset(brand: Workspace, person: Person, space: Space, number: int) -> Asset:
    small = f"1/t/{number}.webp"
    return Asset.objects.create(
        workspace=brand,
        kind="image",
        file=f"{number}.webp",
        thumbnail=small,
        mime="image/webp",
        size=1,
        sha256=f"{number:064}",
        tags=["atelier"],
    )


def objective(brand: Workspace, person: Person, space: Space, number: int) -> Objective:
    today = clock.now().date()
    made = Objective.objects.create(
        workspace=brand, name=f"Reach {number}", kind="awareness", owner=person, starts_on=today, due_on=today + timedelta(days=9)
    )
    Target.objects.create(objective=made, kpi="posts", value=10)
    return made


def post(brand: Workspace, person: Person, space: Space, number: int) -> Variant:
    aim = objective(brand, person, space, number)
    made = Post.objects.create(
        workspace=brand, title=f"Post {number}", author=person, assignee=person, objective=aim, publish_at=clock.now(), status="planned"
    )
    PostMedia.objects.create(post=made, asset=asset(brand, person, space, number))
    variant = Variant.objects.create(post=made, network=space.network)
    variant.spaces.add(space)
    return variant


def delivery(brand: Workspace, person: Person, space: Space, number: int, state: str = "planned") -> Delivery:
    content = Content(("Six places left",)).as_json()
    variant, now = post(brand, person, space, number), clock.now()
    return Delivery.objects.create(
        workspace=brand, space=space, variant=variant, content=content, due_at=now, state=state, remote_id=f"r{number}", published_at=now
    )


def outcome(brand: Workspace, person: Person, space: Space, number: int) -> None:
    out = delivery(brand, person, space, number, "published")
    assert out.variant
    of = out.variant.post
    Outcome.objects.create(
        delivery=out,
        workspace=brand,
        space=space,
        network=space.network,
        post=of,
        objective=of.objective,
        published_at=clock.now(),
        likes=2,
    )


def campaign(brand: Workspace, person: Person, space: Space, number: int) -> None:
    Campaign.objects.create(workspace=brand, name=f"Winter {number}", objective=objective(brand, person, space, number))


def notification(brand: Workspace, person: Person, space: Space, number: int) -> None:
    Notification.objects.create(workspace=brand, person=person, code="post.approved", data={"who": "Yanis", "post": f"Post {number}"})


LISTS: list[tuple[str, str, Make]] = [
    ("posts", "", post),
    ("calendar", "", post),
    ("calendar", "view=list", post),
    ("calendar", "view=board", post),
    ("deliveries", "", delivery),
    ("deliveries", "view=all&q=places", delivery),
    ("people", "", contact),
    ("people", "q=julie", contact),
    ("links", "", link),
    ("media", "", asset),
    ("objectives", "", objective),
    ("campaigns", "", campaign),
    ("results_posts", "", outcome),
    ("notifications", "", notification),
]


def queries(client: Any, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize(("name", "query", "make"), LISTS, ids=[f"{name} {query}".strip() for name, query, _make in LISTS])
def test_a_list_of_thirty_costs_as_many_queries_as_one_of_three(client, brand, camille, name, query, make):
    client.force_login(camille)
    space = Space.objects.create(workspace=brand, network=a_network(), name="Maison Lumen", account_id="1")
    path = f"{reverse(name, args=[brand.slug])}?{query}"
    for number in range(3):
        make(brand, camille, space, number)
    queries(client, path)  # the first request of a test also fills caches
    few = queries(client, path)
    for number in range(3, 30):
        make(brand, camille, space, number)
    many = queries(client, path)
    assert len(many) == len(few), "\n".join(sorted(set(many) - set(few)))
