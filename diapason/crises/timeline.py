"""The time line that writes itself: what was heard, what was said, what was decided, in the order in which it happened.

It is read from what is kept anyway (events, alerts, deliveries, messages, mentions), so that what was erased meanwhile is in none of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncHour
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from diapason.alerts import reading
from diapason.alerts.models import Alert
from diapason.core import charts
from diapason.core.numbers import grouped
from diapason.crises import facts
from diapason.crises.models import Crisis, Entry
from diapason.inbox.models import Message
from diapason.listening import titles
from diapason.listening.mentions import Mention
from diapason.listening.store import store
from diapason.listening.store.base import Period, Search
from diapason.publishing.models import Delivery
from diapason.publishing.titles import title
from diapason.workspaces.models import Event
from diapason.workspaces.sentences import sentence

BEFORE = timedelta(hours=6)  # drawn before it began
LOOKED_AT = 300  # the latest mentions, of which the notable are chosen
NOTABLE = 6
LATEST = 3
HOUR = timedelta(hours=1)
ALERT = "bell-ring"
FOLLOWED = 1000  # followers from which on a voice is notable
MOST = 400  # acts that are read
OWN = ("crisis.noted", "crisis.decided", "crisis.note_removed", "crisis.note_restored")  # the entries themselves are shown

SHOWN: dict[str, tuple[Promise | str, tuple[str, ...]]] = {
    "": (pgettext_lazy("time line", "All"), ()),
    "decided": (gettext_lazy("Decisions and notes"), ("room", "decision", "note")),
    "said": (gettext_lazy("What we said"), ("post", "answer", "said")),
    "heard": (gettext_lazy("What is heard"), ("alert", "mention", "volume")),
}
ICONS = {
    "room": "circle-check",
    "decision": "gavel",
    "note": "pencil",
    "alert": ALERT,
    "post": "send",
    "said": "megaphone",
    "answer": "reply",
    "mention": "message-circle",
    "volume": "chart-column",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One line. `entry` is what a person wrote, which they may take out again."""

    at: datetime
    kind: str
    text: str
    who: str = ""
    url: str = ""
    entry: Entry | None = None
    followers: int | None = None

    @property
    def icon(self) -> str:
        return ICONS[self.kind]


def read(crisis: Crisis, shown: str = "") -> list[Item]:
    """The latest first."""
    until = facts.end_of(crisis)
    wanted = SHOWN.get(shown, SHOWN[""])[1]
    found = [item for source in (acts, entries, alerts, posts, answers, heard) for item in source(crisis, until)]
    return sorted((item for item in found if not wanted or item.kind in wanted), key=lambda item: item.at, reverse=True)


def acts(crisis: Crisis, until: datetime) -> Iterator[Item]:
    rows = Event.objects.filter(workspace=crisis.workspace_id, subject="crises.crisis", subject_id=crisis.pk).exclude(verb__in=OWN)
    for event in rows.select_related("person").order_by("-id")[:MOST]:
        kind = "said" if event.verb in ("crisis.said", "crisis.answered") else "room"
        yield Item(event.at, kind, sentence(event), who=str(event.person or "Diapason"))


def entries(crisis: Crisis, until: datetime) -> Iterator[Item]:
    for entry in crisis.entries.filter(removed_at=None).select_related("person"):
        yield Item(entry.at, entry.kind, entry.text, who=str(entry.person or ""), entry=entry)


def alerts(crisis: Crisis, until: datetime) -> Iterator[Item]:
    """Those that it was opened from, and those that follow about the same query."""
    joined = set(crisis.alerts.values_list("pk", flat=True))
    of_query = Alert.objects.filter(workspace=crisis.workspace_id, query=crisis.query_id, opened_at__range=(crisis.began_at, until))
    if crisis.query_id:
        joined |= set(of_query.values_list("pk", flat=True))
    rows = Alert.objects.filter(pk__in=joined).select_related("query", "source__space", "workspace")
    for alert in rows:
        url = reverse("alert", args=[crisis.workspace.slug, alert.pk])
        yield Item(alert.opened_at, "alert", f"{alert.get_kind_display()}. {reading.sentence(alert)}", url=url)


def posts(crisis: Crisis, until: datetime) -> Iterator[Item]:
    """What went out meanwhile, wherever."""
    out = Delivery.objects.filter(
        workspace=crisis.workspace_id, kind=Delivery.Kind.POST, published_at__range=(crisis.began_at, until), removed_at=None
    )
    for delivery in out.select_related("space").order_by("-published_at")[:MOST]:
        text = _("“%(title)s” went out on %(space)s") % {"title": title(delivery.content), "space": delivery.space}
        yield Item(delivery.published_at or until, "post", text, url=reverse("delivery", args=[crisis.workspace.slug, delivery.pk]))


def answers(crisis: Crisis, until: datetime) -> Iterator[Item]:
    """By hour: one by one they would hide the rest."""
    sent = facts.messages(crisis, until).filter(direction=Message.Direction.OUT)
    hours = sent.annotate(hour=TruncHour("sent_at", tzinfo=crisis.workspace.tz)).values("hour", "space__name").annotate(many=Count("pk"))
    by_hour: dict[datetime, list[tuple[str, int]]] = {}
    for row in hours.order_by("hour", "-many"):
        by_hour.setdefault(row["hour"], []).append((row["space__name"], row["many"]))
    for hour, places in by_hour.items():
        many = sum(count for _name, count in places)
        where = ", ".join(f"{name}\u00a0{count}" for name, count in places)
        text = ngettext("%(many)s answer within the hour (%(where)s)", "%(many)s answers within the hour (%(where)s)", many)
        yield Item(max(hour, crisis.began_at), "answer", text % {"many": many, "where": where})


# ── What is heard ────────────────────────────────────────────────────────────────────────────────────────────────────
def heard(crisis: Crisis, until: datetime) -> Iterator[Item]:
    wording = crisis.query.shown_id if crisis.query else None
    if wording is None:
        return
    known = facts.of_mentions(crisis, until)
    if known["peak"]:
        text = ngettext("%(many)s mention in the hour: the most so far", "%(many)s mentions in the hour: the most so far", known["peak"])
        yield Item(known["peak_at"], "volume", text % {"many": grouped(known["peak"])})
    period = Period(crisis.began_at - timedelta(hours=1), until)
    for mention in notable(store().search(Search(crisis.workspace_id, period=period, wording=wording), LOOKED_AT).mentions):
        who = mention.author_name or mention.author_handle or mention.site
        words = " ".join((titles.title(mention) or mention.text).split())
        yield Item(mention.said_at, "mention", words[:200], who=who, url=mention.url, followers=mention.followers)


def notable(mentions: Iterable[Mention]) -> list[Mention]:
    """The first, and those of the voices that most people follow; what says nearly the same, once."""
    found = sorted(mentions, key=lambda mention: mention.said_at)
    loud = sorted((each for each in found if (each.followers or 0) >= FOLLOWED), key=lambda mention: -(mention.followers or 0))
    chosen: dict[int, Mention] = {}
    for mention in [*found[:1], *loud]:
        chosen.setdefault(mention.family or mention.id, mention)
    return list(chosen.values())[:NOTABLE]


def latest(crisis: Crisis) -> list[Mention]:
    """What the query of the crisis found last, since it began: the latest first."""
    wording = crisis.query.shown_id if crisis.query else None
    if wording is None:
        return []
    period = Period(crisis.began_at, max(facts.end_of(crisis), crisis.began_at))
    return store().search(Search(crisis.workspace_id, period=period, wording=wording), LATEST).mentions


def marks(crisis: Crisis, since: datetime, hours: int) -> Iterator[charts.Mark]:
    """When it was told, and when the room was opened."""
    told = [
        charts.Mark(int((each.opened_at - since) / HOUR), _("The alert"), reverse("alert", args=[crisis.workspace.slug, each.pk]), ALERT)
        for each in crisis.alerts.all()
    ]
    opened = charts.Mark(int((crisis.opened_at - since) / HOUR), _("The room is opened"), icon="siren")
    return (mark for mark in [*told, opened] if 0 <= mark.index < hours)


def chart(crisis: Crisis) -> charts.Chart | None:
    """Mentions by hour, from some hours before it began; None where no query is followed."""
    wording = crisis.query.shown_id if crisis.query else None
    if wording is None:
        return None
    hour, until = HOUR, facts.end_of(crisis)
    since = (crisis.began_at - BEFORE).replace(minute=0, second=0, microsecond=0)
    count = int((min(until, since + facts.LONGEST) - since) / hour) + 1
    hours = [since + number * hour for number in range(count)]
    all_, bad = dict.fromkeys(hours, 0), dict.fromkeys(hours, 0)
    for each in store().volume([wording], Period(since, hours[-1] + hour)):
        if each.at in all_:
            all_[each.at] += each.mentions
            bad[each.at] += each.mentions if each.sentiment is not None and each.sentiment < 0 else 0
    return charts.Chart(
        title=_("What is said, by hour"),
        heads=[reading.head(at.astimezone(crisis.workspace.tz)) for at in hours],
        marks=list(marks(crisis, since, count)),
        first=_("Hour"),
        series=[charts.Series(_("Mentions"), list(all_.values())), charts.Series(_("Negative mentions"), list(bad.values()))],
        definition=_("Mentions that the query “%(name)s” finds, by the hour in which they were said.") % {"name": crisis.query},
    )
