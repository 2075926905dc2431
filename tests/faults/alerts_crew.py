"""Programs that the faults of alerts run in processes of their own, to be killed: `python -m tests.faults.alerts_crew WHAT`.

`speak`: a brand with QUERIES queries, of each of which much is said now; `watch`: a worker that looks, until it is stopped.
"""

import sys
import time

import django

django.setup()

from diapason.alerts import watching  # noqa: E402
from diapason.core import clock  # noqa: E402
from diapason.listening import past, pipeline, wording  # noqa: E402
from diapason.listening.mentions import Mention  # noqa: E402
from diapason.listening.models import Query, Source  # noqa: E402
from diapason.workspaces.members import member_of  # noqa: E402
from diapason.workspaces.models import Person  # noqa: E402
from tests.seed import brand  # noqa: E402

QUERIES, EACH = 30, 20


def speak() -> None:
    workspace = brand()
    member = member_of(Person.objects.get(email="camille@example.com"), workspace.slug)
    source = Source.objects.create(workspace=workspace, kind=Source.Kind.ARCHIVE, name="Bench")
    for number in range(QUERIES):
        query = wording.listen_for(member, f"Query {number}", Query.Purpose.TOPIC, f"marque{number}")
        while query.shown and past.step(query.shown.pk):
            pass
    now = clock.now()
    pipeline.take_in(
        workspace,
        [
            Mention(workspace=workspace.pk, source=source.pk, key=f"{number}/{each}", said_at=now, text=f"marque{number} {each}")
            for number in range(QUERIES)
            for each in range(EACH)
        ],
    )
    print("spoken", flush=True)


def watch() -> None:
    print("watching", flush=True)
    while True:
        watching.look_at_all()
        time.sleep(0.05)


if __name__ == "__main__":
    {"speak": speak, "watch": watch}[sys.argv[1]]()
