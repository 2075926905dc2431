"""A brand that hears things."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from diapason.listening import past, pipeline, wording
from diapason.listening.mentions import Mention
from diapason.listening.models import Query, Source
from diapason.listening.store import store
from diapason.workspaces.members import member_of

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


@pytest.fixture
def owner(brand, camille):
    return member_of(camille, brand.slug)


@pytest.fixture
def source(brand) -> Source:
    return Source.objects.create(workspace=brand, kind=Source.Kind.ARCHIVE, name="An archive")


@pytest.fixture
def said(brand, source) -> Callable[..., Mention]:
    """A mention, a minute after the one before."""
    numbers = count()

    def make(text: str, **more: Any) -> Mention:
        number = next(numbers)
        known: dict[str, Any] = {"key": f"archive:{number}", "said_at": MONDAY + timedelta(minutes=number)}
        return Mention(workspace=brand.pk, source=source.pk, text=text, **(known | more))

    return make


@pytest.fixture
def hear(brand, said) -> Callable[..., None]:
    """These texts come in, and their figures are counted."""

    def take(*texts: str, **more: Any) -> None:
        pipeline.take_in(brand, [said(text, **more) for text in texts])
        while store().settle():
            pass

    return take


@pytest.fixture
def ask(owner) -> Callable[..., Any]:
    """A query of the brand that has searched the past."""

    def add(text: str, name: str = "", purpose: str = Query.Purpose.BRAND) -> Any:
        query: Any = wording.listen_for(owner, name or text[:100], purpose, text)
        while past.step(query.shown.pk):
            pass
        return query

    return add
