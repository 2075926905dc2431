"""The catalogue of indicators (S2): what each one means, and the objectives that suggest it. They are computed, never
typed in (`insights.kpis`)."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diapason.strategy.models import Objective

Kind = Objective.Kind
IN_TIME_HOURS = 2


class Unit(StrEnum):
    COUNT = "count"
    SHARE = "share"  # 0 to 1, shown in per cent
    DURATION = "duration"  # seconds
    MONEY = "money"  # of one currency


@dataclass(frozen=True, slots=True)
class Kpi:
    """`adds_up`: the figure grows through the period, so that it can be compared with the time elapsed. `less`: lower is
    better. `per_post`: computed from the posts of the objective; otherwise it is that of the whole brand."""

    code: str
    name: Promise | str
    formula: Promise | str
    where: Promise | str
    unit: Unit
    kinds: tuple[Objective.Kind, ...]
    adds_up: bool = True
    less: bool = False
    per_post: bool = True


ALL = (
    Kpi(
        "reach",
        _("Reach"),
        _("Number of times that posts were shown, as each network counts it: people reached where it says so, else displays."),
        _("Only networks that publish it; many open networks do not count displays at all."),
        Unit.COUNT,
        (Kind.AWARENESS, Kind.VISIBILITY, Kind.CAUSE),
    ),
    Kpi(
        "engagement",
        _("Engagement"),
        _("Likes + reposts + replies + quotes + bookmarks received in the period."),
        _("Every network that is connected."),
        Unit.COUNT,
        (Kind.CONVERSATION, Kind.CAUSE, Kind.AWARENESS),
    ),
    Kpi(
        "engagement_rate",
        _("Engagement rate"),
        _("Engagement ÷ reach. Where a network gives no reach: engagement ÷ (posts × followers)."),
        _("Networks that give reach, or a number of followers."),
        Unit.SHARE,
        (Kind.CONVERSATION, Kind.IMAGE),
        adds_up=False,
    ),
    Kpi(
        "clicks",
        _("Clicks"),
        _("Clicks by people on Diapason’s short links; machines, and the same person again within 30 minutes, are left out."),
        _("Every post that carries a short link."),
        Unit.COUNT,
        (Kind.TRAFFIC, Kind.LOCAL),
    ),
    Kpi(
        "conversions",
        _("Conversions"),
        _("Orders, bookings or subscriptions reported by the brand’s site after a click on a short link."),
        _("Sites that carry the conversion snippet."),
        Unit.COUNT,
        (Kind.SALES, Kind.LOCAL),
    ),
    Kpi(
        "conversion_value",
        _("Sales from networks"),
        _("Sum of the values of conversions that follow a click on a short link."),
        _("Sites that carry the conversion snippet and report a value."),
        Unit.MONEY,
        (Kind.SALES,),
    ),
    Kpi(
        "follower_growth",
        _("New followers"),
        _("Followers at the end of the period − followers at its beginning, over all spaces."),
        _("Networks that give a number of followers."),
        Unit.COUNT,
        (Kind.AWARENESS,),
        per_post=False,
    ),
    Kpi(
        "response_time",
        _("Response time"),
        _("Median of the time between a message and our first answer to it, for conversations begun in the period."),
        _("Spaces whose messages are read in the inbox."),
        Unit.DURATION,
        (Kind.SERVICE, Kind.CONVERSATION),
        adds_up=False,
        less=True,
        per_post=False,
    ),
    Kpi(
        "answered_in_time",
        _("Answered within 2 hours"),
        _("Messages answered within 2 hours ÷ messages that called for an answer."),
        _("Spaces whose messages are read in the inbox."),
        Unit.SHARE,
        (Kind.SERVICE,),
        adds_up=False,
        per_post=False,
    ),
    Kpi(
        "posts",
        _("Posts published"),
        _("Posts confirmed by the network, each space counted."),
        _("Every space."),
        Unit.COUNT,
        (Kind.VISIBILITY,),
    ),
)
CATALOGUE = {kpi.code: kpi for kpi in ALL}


def suggested(kind: str) -> list[Kpi]:
    """The indicators that tell whether an objective of this kind is reached, the first one first."""
    return sorted((kpi for kpi in ALL if kind in kpi.kinds), key=lambda kpi: kpi.kinds.index(Kind(kind)))
