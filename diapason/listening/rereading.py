"""Reading again with care what counts: what people answer, what the first reading doubts, and a sample.

Mentions are chosen as they come in, in the transaction that keeps them, and read by the worker afterwards. What the careful reading says
takes the place of the first, in the mention and in every sum; what a person has said stays.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Sum

from diapason.listening import deciding, learning
from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.models import Care, CareDay, Rereading, Why
from diapason.listening.store import store
from diapason.listening.understanding import attentive
from diapason.listening.understanding.habits import Habits
from diapason.workspaces import events
from diapason.workspaces.members import Member
from diapason.workspaces.models import Workspace

log = logging.getLogger(__name__)

SURE = 0.6  # of confidence: below, the first reading is little more than a guess
ONE_IN = 50  # of a sample
AT_ONCE = 64  # mentions of one transaction: two seconds of a core
FIRST = "first"  # in the data of a mention: tone and confidence of the first reading


def care_of(workspace: Workspace) -> Care:
    return Care.objects.filter(workspace=workspace).first() or Care(workspace=workspace)


@transaction.atomic
def keep_care(member: Member, care: Care) -> None:
    care.save()
    events.record(member, "query.care_changed", care)


# ── What is chosen ───────────────────────────────────────────────────────────────────────────────────────────────────
def hear(workspace: Workspace, new: Sequence[Mention]) -> None:
    if not new or not attentive.installed():
        return
    care = care_of(workspace)
    chosen = [(why, mention) for mention in new if (why := reason(care, mention))]
    urgent = [each for each in chosen if each[0] is Why.INBOX]
    others = [each for each in chosen if each[0] is not Why.INBOX]
    if others:
        others = others[: room(workspace, care)]
    rows = [Rereading(workspace=workspace, mention=mention.id, why=why) for why, mention in urgent + others]
    Rereading.objects.bulk_create(rows, ignore_conflicts=True)


def reason(care: Care, mention: Mention) -> Why | None:
    """Nothing to read again where no tone could be told, and where a source, a rule or a person told it."""
    sure = mention.confidence
    if mention.sentiment is None or sure is None or not waits(mention):
        return None
    if care.inbox and "message" in mention.data:
        return Why.INBOX
    if not mention.found_by:
        return None
    if care.doubtful and sure < SURE:
        return Why.DOUBTFUL
    return Why.SAMPLE if care.sampled and mention.id % ONE_IN == 0 else None


def room(workspace: Workspace, care: Care) -> int:
    """How many more may be read today."""
    done = CareDay.objects.filter(workspace=workspace, day=workspace.today).aggregate(texts=Sum("texts", default=0))["texts"]
    return max(0, care.daily - int(done) - Rereading.objects.filter(workspace=workspace).count())


# ── What is read ─────────────────────────────────────────────────────────────────────────────────────────────────────
def read_some(seconds: float) -> int:
    """Until nothing waits, or so many seconds of one core are spent; how many mentions were read."""
    read, until = 0, time.thread_time() + seconds
    while time.thread_time() < until and (part := waiting()):
        read += read_part(part)
    return read


def waiting() -> list[Rereading]:
    """The next ones, of one brand and for one reason; the latest first, for they are being looked at."""
    first = Rereading.objects.select_related("workspace").order_by("why", "-id").first()
    if first is None:
        return []
    return list(Rereading.objects.filter(workspace=first.workspace, why=first.why).select_related("workspace").order_by("-id")[:AT_ONCE])


def read_part(part: Sequence[Rereading]) -> int:
    """A worker that is killed meanwhile has changed and counted nothing."""
    workspace, why = part[0].workspace, Why(part[0].why)
    before = {mention.id: mention for mention in store().get(workspace.pk, [each.mention for each in part]) if waits(mention)}
    after, spent = read(before, learning.habits_of(workspace.pk))
    with transaction.atomic():
        if not Rereading.objects.filter(pk__in=[each.pk for each in part]).delete()[0]:
            return 0

        def become(mention: Mention) -> None:
            was, now = before[mention.id], after[mention.id]
            if understood(mention) == understood(was):
                mention.sentiment, mention.confidence, mention.intent = understood(now)
                mention.data = mention.data | {FIRST: [told(was), was.confidence]}

        changed = deciding.amend(workspace, list(after), become)
        add(workspace, why, [(was, after[was.id]) for was in changed], round(spent * 1000))
    return len(part)


def waits(mention: Mention) -> bool:
    """Nobody, and no rule, has decided its tone since."""
    return mention.confidence is not None and not deciding.decided_by(mention, "sentiment")


def read(before: Mapping[int, Mention], habits: Habits) -> tuple[dict[int, Mention], float]:
    """What they are understood as, and the seconds of one core that it took."""
    after = {key: replace(mention) for key, mention in before.items()}
    begun = time.thread_time()
    try:
        attentive.careful(list(after.values()), habits)
    except Exception:  # one text that cannot be read must not keep the others waiting for ever
        log.exception("%s mentions could not be read again; the first reading stays", len(after))
        after = {}
    return after, time.thread_time() - begun


def understood(mention: Mention) -> tuple[Sentiment | None, float | None, str]:
    return mention.sentiment, mention.confidence, mention.intent


def told(mention: Mention) -> int | None:
    return None if mention.sentiment is None else int(mention.sentiment)


def add(workspace: Workspace, why: Why, changed: Sequence[tuple[Mention, Mention]], cpu_ms: int) -> None:
    day, _made = CareDay.objects.get_or_create(workspace=workspace, day=workspace.today, why=why)
    CareDay.objects.filter(pk=day.pk).update(
        texts=F("texts") + len(changed),
        tones=F("tones") + sum(was.sentiment is not now.sentiment for was, now in changed),
        intents=F("intents") + sum(was.intent != now.intent for was, now in changed),
        cpu_ms=F("cpu_ms") + cpu_ms,
    )


# ── What it cost ─────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Cost:
    why: str
    texts: int
    tones: int
    intents: int
    seconds: float

    @property
    def share(self) -> Decimal | None:
        """Whose tone changed."""
        return Decimal(self.tones) / self.texts if self.texts else None


def costs(workspace: Workspace, days: int) -> list[Cost]:
    """Of the last days, today included."""
    rows = CareDay.objects.filter(workspace=workspace, day__gt=workspace.today - timedelta(days=days)).order_by("why").values_list("why")
    sums = rows.annotate(many=Sum("texts"), changed=Sum("tones"), wanted=Sum("intents"), spent=Sum("cpu_ms"))
    return [Cost(str(Why(why).label), texts, tones, intents, spent / 1000) for why, texts, tones, intents, spent in sums]
