"""Results as the API tells them. A figure that is null is missing, never zero."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import Field

from diapason.api.schemas.common import Number, Paging, Text
from diapason.insights.metrics import OF_POSTS
from diapason.insights.models import Outcome


class OutcomeFilters(Paging):
    post_id: Number | None = None
    objective_id: Number | None = None
    space_id: Number | None = None
    published_from: Annotated[date | None, Field(description="A day of the brand’s calendar.")] = None
    published_until: Annotated[date | None, Field(description="That day included.")] = None


class Figures(Schema):
    impressions: int | None
    reach: int | None
    likes: int | None
    reposts: int | None
    replies: int | None
    quotes: int | None
    bookmarks: int | None
    engagement: int | None
    clicks: int | None
    conversions: int | None


class OutcomeOut(Schema):
    """What one delivery brought, as last read at `read_at`. `sources` says who gave each figure."""

    delivery_id: int
    post_id: int | None
    objective_id: int | None
    space_id: int
    network: str
    published_at: datetime
    figures: Figures
    value: Decimal | None
    currency: str | None
    sources: dict[str, str]
    read_at: datetime | None
    gone_at: datetime | None

    @classmethod
    def of(cls, outcome: Outcome) -> "OutcomeOut":
        figures = Figures(**{name: getattr(outcome, name) for name in Figures.model_fields})
        sources = {name: str(source) for name, source in outcome.sources.items() if name in OF_POSTS}
        named = {"figures", "sources", "currency"}
        plain = {name: getattr(outcome, name) for name in cls.model_fields if name not in named}
        return cls(figures=figures, sources=sources, currency=outcome.currency or None, **plain)


class OutcomePage(Schema):
    items: list[OutcomeOut]
    next: str | None


class DailyFilters(Schema):
    start: date = Field(description="First day, on the brand’s calendar.")
    end: date = Field(description="Last day, at most 366 days later.")
    metric: Text | None = Field(None, max_length=40)
    space_id: Number | None = None


class DayOut(Schema):
    day: date
    value: float | None


class SeriesOut(Schema):
    """One metric of one space (null: of no space), day by day. `unit` is a currency for money. `read_at`: when the network
    was last read for it, null for what is counted here."""

    metric: str
    space_id: int | None
    unit: str
    level: bool
    source: str
    read_at: datetime | None
    days: list[DayOut]


class DailyOut(Schema):
    start: date
    end: date
    series: list[SeriesOut]
