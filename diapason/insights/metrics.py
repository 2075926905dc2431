"""The catalogue of metrics (R1): what is read from networks and links, and what each figure means."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Metric:
    """`engages`: part of the engagement. `only_grows`: a fall means that the network forgot, not that people took it
    back. `level`: a state (followers), not something that adds up."""

    code: str
    name: Promise | str
    definition: Promise | str
    source: Promise | str
    engages: bool = False
    only_grows: bool = False
    level: bool = False


NETWORK, LINKS, SITE = _("Read from the network"), _("Counted by Diapason’s short links"), _("Reported by the brand’s site")

ALL = (
    Metric(
        "impressions",
        _("Displays"),
        _("Number of times that the post was shown. Many open networks do not count it: it is then missing, not zero."),
        NETWORK,
        only_grows=True,
    ),
    Metric(
        "reach",
        _("People reached"),
        _("Number of different people who saw the post, as the network estimates it."),
        NETWORK,
        only_grows=True,
    ),
    Metric("likes", _("Likes"), _("Likes, favourites or other reactions, whatever the network calls them."), NETWORK, engages=True),
    Metric("reposts", _("Reposts"), _("Times that somebody shared the post as it is."), NETWORK, engages=True),
    Metric(
        "replies",
        _("Replies"),
        _("Replies or comments under the post, ours included where the network counts them."),
        NETWORK,
        engages=True,
    ),
    Metric("quotes", _("Quotes"), _("Times that somebody shared the post with words of their own."), NETWORK, engages=True),
    Metric(
        "bookmarks", _("Bookmarks"), _("Times that somebody kept the post to read again, where the network says so."), NETWORK, engages=True
    ),
    Metric(
        "clicks",
        _("Clicks"),
        _("Clicks by people on short links. Machines, and the same person again within 30 minutes, are left out."),
        LINKS,
        only_grows=True,
    ),
    Metric(
        "conversions", _("Conversions"), _("Orders, bookings or subscriptions after a click, each counted once."), SITE, only_grows=True
    ),
    Metric("conversion_value", _("Value of conversions"), _("Amounts reported with the conversions, by currency."), SITE, only_grows=True),
    Metric("posts", _("Posts published"), _("Posts that the network confirmed."), _("Diapason’s deliveries")),
    Metric("followers", _("Followers"), _("Followers of the account on that day."), NETWORK, level=True),
)
CATALOGUE = {metric.code: metric for metric in ALL}
# What a network gives of a post, and the columns of `Outcome` that hold it.
OF_POSTS = ("impressions", "reach", "likes", "reposts", "replies", "quotes", "bookmarks")
ENGAGEMENT = tuple(metric.code for metric in ALL if metric.engages)
FROM_LINKS = ("clicks", "conversions", "conversion_value")

# What each indicator of posts is computed from (`insights.kpis`).
OF_INDICATORS: dict[str, tuple[str, ...]] = {
    "reach": ("reach", "impressions"),
    "engagement": ENGAGEMENT,
    "engagement_rate": (*ENGAGEMENT, "reach", "impressions", "posts"),
    "clicks": ("clicks",),
    "conversions": ("conversions",),
    "conversion_value": ("conversions", "conversion_value"),
    "posts": ("posts",),
}


def engagement(figures: Mapping[str, int | None]) -> int | None:
    """The sum of what is known of it; None when nothing is."""
    known = [value for code in ENGAGEMENT if (value := figures.get(code)) is not None]
    return sum(known) if known else None


def earned(metric: str, before: int | None, now: int) -> int:
    """What this reading adds to its day. A network that forgets displays takes nothing away; a like taken back does."""
    change = now - (before or 0)
    return max(change, 0) if CATALOGUE[metric].only_grows else change


def kept(metric: str, before: int | None, now: int) -> int:
    """The figure to keep after this reading: what only grows never falls."""
    return max(before or 0, now) if CATALOGUE[metric].only_grows else now
