"""What the faults of streams prepare in a process of its own: `python -m tests.faults.streams_crew ADDRESS`: a brand that listens to the
stream there for “numero”; prints the id of its source."""

import sys

import django

django.setup()

from diapason.listening import wording  # noqa: E402
from diapason.listening.models import Query  # noqa: E402
from diapason.listening.sources.streams import wires  # noqa: E402
from diapason.networks.base import registry  # noqa: E402
from diapason.workspaces.members import member_of  # noqa: E402
from diapason.workspaces.models import Person  # noqa: E402
from tests.seed import brand  # noqa: E402

if __name__ == "__main__":
    workspace = brand()
    member = member_of(Person.objects.get(email="camille@example.com"), workspace.slug)
    wording.listen_for(member, "Numéro", Query.Purpose.BRAND, "numero")
    network = next(each for each in registry.networks().values() if each.can("stream") and not each.manifest.stream["account"])
    print(wires.add(member, wires.Offer(network, sys.argv[1])).pk, flush=True)
