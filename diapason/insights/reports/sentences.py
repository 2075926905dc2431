"""What a report says in words, from its facts alone. Whole sentences, so that each language agrees as it must."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from diapason.core import numbers
from diapason.insights import wording
from diapason.insights.dashboard import Compared
from diapason.insights.networks import Row, name_of
from diapason.insights.reports.facts import ENOUGH, BestPost, Facts, Goal
from diapason.workspaces.periods import day_name

# Under this change, two periods are as good as equal.
STEADY = Decimal("0.03")
# A network or a day must do this much better than another for us to say so.
CLEARLY = Decimal("1.5")

CHANGES = {
    "reach": (
        gettext_lazy("Reach rose by %(share)s, to %(now)s."),
        gettext_lazy("Reach fell by %(share)s, to %(now)s."),
        gettext_lazy("Reach is steady, at %(now)s."),
    ),
    "engagement": (
        gettext_lazy("Engagement rose by %(share)s, to %(now)s reactions."),
        gettext_lazy("Engagement fell by %(share)s, to %(now)s reactions."),
        gettext_lazy("Engagement is steady, at %(now)s reactions."),
    ),
    "clicks": (
        gettext_lazy("Clicks rose by %(share)s, to %(now)s."),
        gettext_lazy("Clicks fell by %(share)s, to %(now)s."),
        gettext_lazy("Clicks are steady, at %(now)s."),
    ),
    "conversion_value": (
        gettext_lazy("Sales from networks rose by %(share)s, to %(now)s."),
        gettext_lazy("Sales from networks fell by %(share)s, to %(now)s."),
        gettext_lazy("Sales from networks are steady, at %(now)s."),
    ),
}
WEEKDAYS = {
    1: gettext_lazy("Mondays"),
    2: gettext_lazy("Tuesdays"),
    3: gettext_lazy("Wednesdays"),
    4: gettext_lazy("Thursdays"),
    5: gettext_lazy("Fridays"),
    6: gettext_lazy("Saturdays"),
    7: gettext_lazy("Sundays"),
}


@dataclass(frozen=True, slots=True)
class Advice:
    """What to change next, and the evidence for it."""

    act: str
    evidence: str


def summary(facts: Facts) -> list[str]:
    """The period in a few sentences, the most important first."""
    told = [published(facts), *(change(facts.indicator(code)) for code in CHANGES), best(facts)]
    return [sentence for sentence in told if sentence]


def published(facts: Facts) -> str:
    count = int(facts.indicator("posts").now.value or 0)
    if not count:
        return _("Nothing was published in this period.")
    spread = len([row for row in facts.networks if row.values[0].value])
    words = ngettext("%(posts)s post was published", "%(posts)s posts were published", count) % {"posts": numbers.grouped(Decimal(count))}
    where = ngettext("%(count)d network", "%(count)d networks", spread) % {"count": spread}
    return _("%(posts)s on %(networks)s.") % {"posts": words, "networks": where} if spread else f"{words}."


def change(row: Compared) -> str:
    if row.change is None:
        return ""
    rise, fall, steady = CHANGES[row.now.kpi.code]
    sentence = steady if abs(row.change) < STEADY else rise if row.change > 0 else fall
    return str(sentence) % {"share": numbers.percent(abs(row.change)), "now": wording.say(row.now)}


def best(facts: Facts) -> str:
    if not facts.posts:
        return ""
    post = facts.posts[0]
    values = {"title": short(post), "network": name_of(post.network), "day": day_name(post.published, "j F")}
    engaged = post.figures["engagement"] or 0
    told = ngettext(
        "The post that people reacted to most, “%(title)s” (%(network)s, %(day)s), brought %(count)s reaction",
        "The post that people reacted to most, “%(title)s” (%(network)s, %(day)s), brought %(count)s reactions",
        engaged,
    ) % {**values, "count": numbers.grouped(Decimal(engaged))}
    if not facts.mean_engagement or engaged < 2 * facts.mean_engagement:
        return f"{told}."
    times = numbers.decimal(Decimal(engaged) / Decimal(facts.mean_engagement))
    return _("%(told)s, %(times)s times the mean.") % {"told": told, "times": times}


def short(post: BestPost) -> str:
    return post.title if len(post.title) <= 80 else f"{post.title[:79].rstrip()}…"


def advice(facts: Facts) -> list[Advice]:
    """What to change next: at most five, each with figures that the report shows."""
    rules: list[Callable[[Facts], list[Advice]]] = [late_goals, better_network, better_day, missing_links, aimless, slow_answers]
    return [each for rule in rules for each in rule(facts)][:5]


def late_goals(facts: Facts) -> list[Advice]:
    late = [goal for goal in facts.goals if goal.state == "behind" and (goal.forecast is not None or goal.elapsed >= 1)]
    worst: dict[str, Goal] = {}
    for goal in sorted(late, key=lambda each: each.points or 0):
        worst.setdefault(goal.name, goal)  # one advice for each objective, about its weakest indicator
    return [late_goal(goal) for goal in worst.values()][:2]


def late_goal(goal: Goal) -> Advice:
    unit = goal.value.kpi.unit
    over = goal.elapsed >= 1
    end = goal.value.value if over else goal.forecast
    values = {
        "goal": goal.name,
        "end": wording.figure(end or Decimal(), unit, goal.value.unit),
        "aim": wording.figure(goal.target, unit, goal.value.unit),
        "kpi": goal.value.kpi.name,
    }
    if over:
        told = _("%(kpi)s: it ended at %(end)s for a target of %(aim)s.") % values
        return Advice(_("Close “%(goal)s”, or set it again with a target that can be reached.") % values, told)
    act = _("Give “%(goal)s” more posts, or a target that can be reached.") % values
    return Advice(act, _("%(kpi)s: at the present pace it ends at %(end)s for a target of %(aim)s.") % values)


def per_post(row: Row) -> Decimal:
    return (row.values[2].value or Decimal()) / (row.values[0].value or Decimal(1))


def better_network(facts: Facts) -> list[Advice]:
    rows = [row for row in facts.networks if (row.values[0].value or 0) >= ENOUGH and row.values[2].value]
    if len(rows) < 2:
        return []
    first, last = max(rows, key=per_post), min(rows, key=per_post)
    if per_post(first) < CLEARLY * per_post(last):
        return []
    values = {"first": first.name, "last": last.name, "more": numbers.grouped(per_post(first)), "less": numbers.grouped(per_post(last))}
    act = _("Move some effort from %(last)s to %(first)s.") % values
    return [Advice(act, _("A post brings %(more)s reactions on %(first)s, and %(less)s on %(last)s.") % values)]


def better_day(facts: Facts) -> list[Advice]:
    days = {day: mean for day, (mean, count) in facts.weekdays.items() if count >= ENOUGH}
    if len(days) < 3:
        return []
    day = max(days, key=lambda each: days[each])
    others = [mean for each, mean in days.items() if each != day]
    usual = sum(others) / len(others)
    if not usual or Decimal(days[day]) < CLEARLY * Decimal(usual):
        return []
    values = {"day": WEEKDAYS[day], "more": numbers.grouped(Decimal(days[day])), "usual": numbers.grouped(Decimal(usual))}
    act = _("Keep the posts that matter for %(day)s.") % values
    return [Advice(act, _("Posts of that day bring %(more)s reactions on average, those of other days %(usual)s.") % values)]


def missing_links(facts: Facts) -> list[Advice]:
    if not facts.unlinked or facts.unlinked < facts.linked:
        return []
    act = _("Put a link in more posts: without one, nobody can come to the site.")
    every = facts.linked + facts.unlinked
    words = ngettext("%(none)s post of %(every)s had none.", "%(none)s posts of %(every)s had none.", facts.unlinked)
    return [Advice(act, words % {"none": numbers.grouped(Decimal(facts.unlinked)), "every": numbers.grouped(Decimal(every))})]


def aimless(facts: Facts) -> list[Advice]:
    if not facts.idle:
        return []
    words = ngettext("%(count)s published post names no objective.", "%(count)s published posts name no objective.", facts.idle)
    return [
        Advice(
            _("Name the objective of each post: what it brings is then counted."), words % {"count": numbers.grouped(Decimal(facts.idle))}
        )
    ]


def slow_answers(facts: Facts) -> list[Advice]:
    row = facts.indicator("response_time")
    if row.change is None or row.change < CLEARLY - 1:
        return []
    values = {"now": wording.say(row.now), "before": wording.say(row.before)}
    return [
        Advice(
            _("Look at who answers when: people wait longer."),
            _("Half of them waited more than %(now)s, against %(before)s before.") % values,
        )
    ]
