"""Programs that the faults of rules run in processes of their own, to be killed: `python -m tests.faults.rules_crew WHAT …`.

`prepare MANY`: a brand that has heard so many mentions, a rule, and its past that waits for a worker; `past ID`: a worker that takes it up.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import batched

import django

django.setup()

from diapason.listening import past as of_queries  # noqa: E402
from diapason.listening import pipeline, wording  # noqa: E402
from diapason.listening.mentions import Mention, Sentiment  # noqa: E402
from diapason.listening.models import Rule, Source  # noqa: E402
from diapason.listening.rules import managing, past  # noqa: E402
from diapason.listening.store import store  # noqa: E402
from diapason.workspaces.members import member_of  # noqa: E402
from diapason.workspaces.models import LongTask, Person  # noqa: E402
from tests.seed import brand  # noqa: E402

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def prepare(many: str) -> None:
    workspace = brand()
    owner = member_of(Person.objects.get(email="camille@example.com"), workspace.slug)
    source = Source.objects.create(workspace=workspace, kind=Source.Kind.ARCHIVE, name="Archive")
    for numbers in batched(range(int(many)), 500):
        pipeline.take_in(workspace, [mention(workspace.pk, source.pk, number) for number in numbers])
    query = wording.listen_for(owner, "Parcels", "brand", "colis")
    while query.shown and of_queries.step(query.shown.pk):
        pass
    rule = managing.add(owner, Rule(name="Late", text="colis", label="Late", sentiment=-1))
    managing.add(owner, Rule(name="Offers", text="offre", ignore=True))
    print(past.begin(owner, rule).pk, flush=True)


def mention(workspace: int, source: int, number: int) -> Mention:
    text = f"colis numéro {number}" if number % 4 else f"lettre numéro {number}"
    return Mention(workspace, source, f"a:{number}", BEGIN + timedelta(minutes=number), text, sentiment=Sentiment.NEUTRAL)


def take_up(task: str) -> None:
    print("ready", flush=True)
    past.STEP = 20
    while LongTask.objects.get(pk=int(task)).state in LongTask.LIVE:
        past.take_up(int(task))
    while store().settle():
        pass


if __name__ == "__main__":
    acts: dict[str, Callable[..., None]] = {"prepare": prepare, "past": take_up}
    acts[sys.argv[1]](*sys.argv[2:])
