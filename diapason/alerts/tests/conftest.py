"""A brand of which little is said, and a clock that tests turn."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from diapason.alerts import watching
from diapason.alerts.models import Watch
from diapason.core import clock
from diapason.listening.mentions import Sentiment
from diapason.listening.store import store
from diapason.listening.tests.conftest import ask, owner, said, source  # noqa: F401 - fixtures

NOON = datetime(2026, 11, 18, 11, 0, tzinfo=UTC)  # Wednesday, noon in Paris


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def goes_on(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


@pytest.fixture
def time(monkeypatch) -> Clock:
    hands = Clock()
    monkeypatch.setattr(clock, "now", lambda: hands.now)
    return hands


@pytest.fixture
def query(ask, time, yanis) -> Any:  # noqa: F811
    """One that finds three mentions a day, for four weeks."""
    return ask("livraison")


@pytest.fixture
def hear(query, said, time) -> Callable[..., None]:  # noqa: F811
    """So many mentions of the query, said at this moment."""

    def add(many: int, at: datetime | None = None, sentiment: Sentiment | None = None, **more: Any) -> None:
        facts = {"said_at": at or time.now, "found_by": (query.shown_id,), "sentiment": sentiment}
        store().keep([said("La livraison n’arrive pas", **(facts | more)) for _ in range(many)])

    return add


@pytest.fixture
def history(hear) -> None:
    for day in range(1, 28):
        for hour in (2, 7, 11):
            hear(1, NOON - timedelta(days=day, hours=hour, minutes=day))


@pytest.fixture
def look(query, history) -> Callable[[], Any]:
    """As the worker does; gives the watch."""

    def once() -> Watch:
        watching.look_at_all()
        return Watch.objects.get(query=query)

    return once
