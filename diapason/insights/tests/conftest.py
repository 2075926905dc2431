from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from diapason.editorial.models import Post, Variant
from diapason.insights import following
from diapason.insights.models import Outcome
from diapason.networks.base.content import Content, Figure
from diapason.publishing.models import Delivery
from diapason.strategy.models import Objective
from diapason.territory.models import Space

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class FakeInsights:
    """A network whose figures the test sets."""

    def __init__(self):
        self.given: dict[str, list[Figure]] = {}
        self.followers = 100
        self.error: Exception | None = None
        self.asked: list[str] = []

    async def posts(self, connection, remote_ids):
        if self.error:
            raise self.error
        self.asked += remote_ids
        return {remote_id: self.given[remote_id] for remote_id in remote_ids if remote_id in self.given}

    async def account(self, connection):
        return [Figure("followers", self.followers, "test")]


@pytest.fixture
def network(monkeypatch):
    insights = FakeInsights()
    net = SimpleNamespace(can=lambda capability: True, insights=insights, say=lambda key: "Test", slug="test")
    monkeypatch.setattr(Space, "net", net)
    return insights


@pytest.fixture
def space(brand, network):
    return Space.objects.create(workspace=brand, network="test", name="Maison Lumen", account_id="1")


@pytest.fixture
def objective(brand):
    return make_objective(brand)


def make_objective(brand, name="Awareness", **fields):
    usual = {"kind": "awareness", "starts_on": NOON.date().replace(day=1), "due_on": NOON.date().replace(day=30)}
    return Objective.objects.create(workspace=brand, name=name, **{**usual, **fields})


def publish(space, *, objective=None, at=NOON, title="Lamps", remote_id="r1"):
    """A delivery that the network confirmed."""
    post = Post.objects.create(workspace=space.workspace, title=title, objective=objective, status=Post.Status.PUBLISHED)
    variant = Variant.objects.create(post=post, network=space.network)
    return Delivery.objects.create(
        workspace=space.workspace,
        space=space,
        variant=variant,
        content=Content((title,)).as_json(),
        state=Delivery.State.PUBLISHED,
        due_at=at,
        published_at=at,
        remote_id=remote_id,
    )


@pytest.fixture
def delivery(space, objective):
    return publish(space, objective=objective)


@pytest.fixture
def outcome(delivery):
    following.follow_published()
    return Outcome.objects.get()


def figures(**values):
    return [Figure(metric, value, "test") for metric, value in values.items()]
