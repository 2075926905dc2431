"""Programs that the faults of sources run in processes of their own, to be killed: `python -m tests.faults.sources_crew WHAT …`.

`send FILE`: a brand, and an archive of it that waits for a worker; `import ID`: a worker that takes it up.
`feed ADDRESS`: a source of the brand there; `read`: a worker that reads what is due, until nothing is.
"""

import asyncio
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from diapason.core import clock  # noqa: E402
from diapason.listening.models import Source  # noqa: E402
from diapason.listening.sources import hosts, managing, reading  # noqa: E402
from diapason.listening.sources.archives import importing  # noqa: E402
from diapason.workspaces.members import Member, member_of  # noqa: E402
from diapason.workspaces.models import LongTask, Person  # noqa: E402
from tests.seed import brand  # noqa: E402


def owner() -> Member:
    workspace = brand()
    return member_of(Person.objects.get(email="camille@example.com"), workspace.slug)


def send(path: str) -> None:
    member = owner()
    with Path(path).open("rb") as file:
        task = importing.begin(member, Path(path).name, file)
    importing.queue(member, task)
    print(task.pk, flush=True)


def take_up(task: str) -> None:
    print("ready", flush=True)
    importing.AT_ONCE = 50
    while LongTask.objects.get(pk=int(task)).state in {"waiting", "running"}:
        importing.take_up(int(task))


def feed(address: str) -> None:
    network = managing.feeds()
    assert network
    print(managing.add(owner(), managing.Place(network.slug, address, "A feed")).pk, flush=True)


def read() -> None:
    """With short leases, so that what a killed worker held is soon free."""
    print("ready", flush=True)
    hosts.PAUSE, hosts.LEASE, reading.LEASE, reading.SLOWED = (timedelta(milliseconds=number) for number in (1, 300, 300, 1))
    while Source.objects.filter(cursor="").exists() or Source.objects.exclude(slowed_at=None).exists() or left():
        for host, sources in reading.due(clock.now()).items():
            asyncio.run(reading.read_host(host, sources))


def left() -> bool:
    return Source.objects.filter(next_at__lte=clock.now() + timedelta(seconds=1)).exists()


if __name__ == "__main__":
    acts: dict[str, Callable[..., None]] = {"send": send, "import": take_up, "feed": feed, "read": read}
    acts[sys.argv[1]](*sys.argv[2:])
