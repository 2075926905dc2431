"""Computing the indicators (S2). Pure functions over `Totals`; what cannot be known is missing, with its reason."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diapason.insights.answers import Answers
from diapason.insights.metrics import ENGAGEMENT
from diapason.insights.totals import Sums, Totals
from diapason.strategy.kpis import CATALOGUE, Kpi


@dataclass(frozen=True, slots=True)
class Value:
    """An indicator over a period. `value` None: missing, and `reason` says why. `basis` says what a ratio was divided by.
    `unit` is the currency of money."""

    kpi: Kpi
    value: Decimal | None
    reason: Promise | str = ""
    basis: Promise | str = ""
    unit: str = ""

    @property
    def missing(self) -> bool:
        return self.value is None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the indicators are computed from."""

    totals: Totals
    answers: Answers | None = None


Found = tuple[Decimal | None, Promise | str, Promise | str]

NO_REACH = _("No network of these posts says how often they were shown.")
NO_REACTION = _("No figure has been read from the networks yet.")
NO_LINK = _("None of these posts carries a short link.")
NO_SITE = _("No site of the brand reports conversions: add one under Links.")
NO_VALUE = _("The conversions of this period came without a value.")
NO_BASE = _("Neither displays nor followers are known for these spaces.")
NO_FOLLOWERS = _("The number of followers was not read at both ends of the period.")
NO_ANSWER = _("No message was answered in this period.")
NO_MESSAGE = _("No message called for an answer in this period.")


def shown(sums: Sums) -> Decimal | None:
    """Reach where the network gives it, else displays."""
    return sums.get("reach", sums.get("impressions"))


def engaged(sums: Sums) -> Decimal | None:
    known = [sums[code] for code in ENGAGEMENT if code in sums]
    return sum(known, Decimal()) if known else None


def added(values: list[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal()) if known else None


def reach(facts: Facts) -> Found:
    return added([shown(sums) for sums in facts.totals.spaces.values()]), NO_REACH, ""


def engagement(facts: Facts) -> Found:
    return added([engaged(sums) for sums in facts.totals.spaces.values()]), NO_REACTION, ""


def engagement_rate(facts: Facts) -> Found:
    """Each space is divided by what it knows, so that a network without reach neither vanishes nor inflates the rate."""
    above, below, bases = Decimal(), Decimal(), set()
    for space, sums in facts.totals.spaces.items():
        reactions, base = engaged(sums), shown(sums)
        name = "reach" if base else "followers"
        base = base or sums.get("posts", Decimal()) * facts.totals.followers.get(space or 0, Decimal())
        if reactions is not None and base:
            above, below = above + reactions, below + base
            bases.add(name)
    if not below:
        return None, NO_BASE, ""
    return above / below, "", BASES[frozenset(bases)]


BASES: dict[frozenset[str], Promise | str] = {
    frozenset({"reach"}): _("Divided by reach."),
    frozenset({"followers"}): _("Divided by posts × followers: these networks give no reach."),
    frozenset({"reach", "followers"}): _("Divided by reach, and by posts × followers where a network gives no reach."),
}


def clicks(facts: Facts) -> Found:
    return (facts.totals.total("clicks") or Decimal()) if facts.totals.linked else None, NO_LINK, ""


def conversions(facts: Facts) -> Found:
    known = facts.totals.total("conversions")
    if known is None and not facts.totals.converting:
        return None, NO_SITE, ""
    return known or Decimal(), "", ""


def conversion_value(facts: Facts) -> Found:
    money = facts.totals.money
    if not money and not facts.totals.converting:
        return None, NO_SITE, ""
    if not money:
        return (None, NO_VALUE, "") if facts.totals.total("conversions") else (Decimal(), "", "")
    others = sorted(set(money) - {main_currency(facts)})
    note = _("Amounts in %(currencies)s are not added in.") % {"currencies": ", ".join(others)} if others else ""
    return money[main_currency(facts)], "", note


def main_currency(facts: Facts) -> str:
    """The one that is shown: that of the brand's site, else the one with most in it."""
    money = facts.totals.money
    return (
        max(money, key=lambda currency: (currency == facts.totals.currency, money[currency], currency)) if money else facts.totals.currency
    )


def follower_growth(facts: Facts) -> Found:
    before, after = facts.totals.followers_before, facts.totals.followers
    both = before.keys() & after.keys()
    return sum((after[space] - before[space] for space in both), Decimal()) if both else None, NO_FOLLOWERS, ""


def response_time(facts: Facts) -> Found:
    median = facts.answers.median_seconds if facts.answers else None
    return Decimal(str(median)) if median is not None else None, NO_ANSWER, ""


def answered_in_time(facts: Facts) -> Found:
    share = facts.answers.share_in_time if facts.answers else None
    return Decimal(str(share)) if share is not None else None, NO_MESSAGE, ""


def posts(facts: Facts) -> Found:
    return facts.totals.total("posts") or Decimal(), "", ""


FORMULAS: dict[str, Callable[[Facts], Found]] = {
    "reach": reach,
    "engagement": engagement,
    "engagement_rate": engagement_rate,
    "clicks": clicks,
    "conversions": conversions,
    "conversion_value": conversion_value,
    "follower_growth": follower_growth,
    "response_time": response_time,
    "answered_in_time": answered_in_time,
    "posts": posts,
}


# Why an indicator is most often missing: what a report says, which keeps figures and no words.
REASONS: dict[str, Promise | str] = {
    "reach": NO_REACH,
    "engagement": NO_REACTION,
    "engagement_rate": NO_BASE,
    "clicks": NO_LINK,
    "conversions": NO_SITE,
    "conversion_value": NO_SITE,
    "follower_growth": NO_FOLLOWERS,
    "response_time": NO_ANSWER,
    "answered_in_time": NO_MESSAGE,
}


def compute(code: str, facts: Facts) -> Value:
    """Raises KeyError for an indicator that the catalogue does not have."""
    kpi = CATALOGUE[code]
    value, reason, basis = FORMULAS[code](facts)
    unit = main_currency(facts) if kpi.unit == "money" else ""
    return Value(kpi, value, reason if value is None else "", basis, unit)
