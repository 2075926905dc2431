"""A report in the reader's language: the words and figures that the page, the PDF and the e-mail all show."""

from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from diapason.core import charts, numbers
from diapason.insights import dashboard, networks, wording
from diapason.insights.dashboard import Compared
from diapason.insights.models import Report
from diapason.insights.reports import facts, sentences, svg
from diapason.insights.reports.facts import BestPost, Facts, Goal
from diapason.listening.mentions import Mention
from diapason.listening.store import store
from diapason.strategy.kpis import CATALOGUE
from diapason.workspaces import cutting

LONGEST_QUOTE = 400


@dataclass(slots=True)
class Document:
    """What a report says, in the language that is active."""

    report: Report
    facts: Facts
    title: str
    compared: str
    summary: list[str]
    advice: list[sentences.Advice]
    said: list[Mention] = field(default_factory=list)

    @property
    def charts(self) -> list[charts.Chart]:
        return [drawn(self.facts, code, points) for code, points in self.facts.days.items()]


def of(report: Report) -> Document:
    found = facts.load(report.facts)
    return Document(
        report,
        found,
        title(found),
        _("Period before: %(before)s") % {"before": found.period.previous},
        sentences.summary(found),
        sentences.advice(found),
        store().get(report.workspace_id, found.said) if found.said else [],
    )


def title(found: Facts) -> str:
    return _("Results, %(period)s") % {"period": found.period}


def drawn(found: Facts, code: str, points: list[tuple[date, Decimal | None]]) -> charts.Chart:
    kpi = CATALOGUE[code]
    values = [value for _day, value in points]
    return charts.Chart(
        str(kpi.name),
        heads(found, points),
        [charts.Series(str(kpi.name), values)],
        first=cutting.first_head(found.period.days),
        definition=kpi.formula,
        source=kpi.where,
    )


def heads(found: Facts, points: list[tuple[date, Decimal | None]]) -> list[str]:
    short = charts.short_day if found.period.days <= cutting.MOST_WEEKS else charts.short_month
    return [short(day) for day, _value in points]


def state(goal: Goal) -> str:
    """« 74 %, ahead by 8 points »."""
    if goal.share is None:
        return str(goal.value.reason)
    share, points = numbers.percent(goal.share), abs(goal.points or 0)
    if goal.state == "reached":
        return _("%(share)s: reached") % {"share": share} if not goal.value.kpi.less else _("reached")
    if goal.state == "ahead":
        return ngettext("%(share)s, ahead by %(points)d point", "%(share)s, ahead by %(points)d points", points) % {
            "share": share,
            "points": points,
        }
    if goal.state == "behind":
        return ngettext("%(share)s, behind by %(points)d point", "%(share)s, behind by %(points)d points", points) % {
            "share": share,
            "points": points,
        }
    return _("%(share)s, on time") % {"share": share} if goal.state == "on_time" else _("not reached")


def against(row: Compared) -> str:
    """The note under an indicator."""
    if row.now.missing:
        return str(row.now.reason)
    if row.change is None:
        return _("nothing to compare with")
    if not row.change:
        return _("as in the period before")
    sign = "+" if row.change > 0 else "−"
    return _("%(change)s against the period before") % {"change": f"{sign}{numbers.percent(abs(row.change))}"}


def for_print(document: Document) -> dict[str, Any]:
    """All the texts of the PDF."""
    found, brand = document.facts, document.report.workspace.name
    return {
        "language": (get_language() or "en")[:2],
        "brand": brand,
        "title": document.title,
        "description": " ".join(document.summary[:2]),
        "period": str(found.period),
        "compared": document.compared,
        "note": document.report.note,
        "summary": document.summary,
        "indicators": [{"name": str(row.now.kpi.name), "value": wording.say(row.now), "note": against(row)} for row in found.indicators],
        "goals": [goal_row(goal) for goal in found.goals],
        "advice": [asdict(each) for each in document.advice],
        "charts": [printed(found, code, points) for code, points in found.days.items()],
        "networks": [[row.name, *map(wording.say, row.values)] for row in found.networks],
        "posts": [post_row(post) for post in found.posts],
        "said": [quotation(mention, document.report) for mention in document.said],
        "definitions": [{"name": str(kpi.name), "formula": str(kpi.formula), "where": str(kpi.where)} for kpi in used(found)],
        "words": words(),
    }


def words() -> dict[str, Any]:
    return {
        "indicators": _("Indicators"),
        "objectives": _("Objectives"),
        "goal_heads": [_("Objective"), _("Indicator"), _("Value"), _("Target"), _("Progress")],
        "advice": _("What to change next"),
        "time": _("Over time"),
        "networks": _("Networks"),
        "network_heads": [_("Network"), *(str(CATALOGUE[code].name) for code in networks.COMPARED)],
        "posts": _("The posts that people reacted to most"),
        "post_heads": [_("Date"), _("Post"), _("Network"), _("Reached"), _("Engagement"), _("Clicks")],
        "said": _("What people said"),
        "definitions": _("What the figures mean"),
    }


def goal_row(goal: Goal) -> dict[str, str]:
    aim = wording.figure(goal.target, goal.value.kpi.unit, goal.value.unit)
    return {"name": goal.name, "kpi": str(goal.value.kpi.name), "value": wording.say(goal.value), "target": aim, "state": state(goal)}


def printed(found: Facts, code: str, points: list[tuple[date, Decimal | None]]) -> dict[str, str]:
    kpi, values = CATALOGUE[code], [value for _day, value in points]
    known = [value for value in values if value is not None]
    most = max(known, default=Decimal())
    alt = _("%(name)s over the period: from 0 to %(most)s, %(sum)s in all.") % {
        "name": kpi.name,
        "most": numbers.grouped(most),
        "sum": numbers.grouped(sum(known, Decimal())),
    }
    return {"title": str(kpi.name), "definition": str(kpi.formula), "svg": svg.line(heads(found, points), values), "alt": alt}


def post_row(post: BestPost) -> list[str]:
    figures = [post.figures[name] for name in ("reach", "engagement", "clicks")]
    cells = ["–" if figure is None else numbers.grouped(Decimal(figure)) for figure in figures]
    return [charts.short_day(post.published), sentences.short(post), networks.name_of(post.network), *cells]


def quotation(mention: Mention, report: Report) -> dict[str, str]:
    """As somebody said it, and who, where and when."""
    words = " ".join((mention.text or mention.title).split())
    day = charts.short_day(mention.said_at.astimezone(report.workspace.tz).date())
    who = mention.author_name or mention.author_handle
    said = words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + "…"
    return {"said": said, "who": ", ".join(filter(None, (who, mention.site, day)))}


def used(found: Facts) -> list[Any]:
    return [CATALOGUE[code] for code in dashboard.SHOWN]
