"""People in the way: `python -m tests.faults.people --acts 200`.

While publishers send, deliveries chosen at random are given other words, moved, or withdrawn, and the brand is paused and
resumed. An act that comes too late is refused; one that was accepted must be what the networks show in the end.
"""

import argparse
import json
import random
import time
from collections import Counter

import django

django.setup()

from django.db import transaction  # noqa: E402

from diapason.core import clock  # noqa: E402
from diapason.networks.base.content import Content  # noqa: E402
from diapason.publishing import pausing, services  # noqa: E402
from diapason.publishing.models import Delivery, DeliveryStep  # noqa: E402
from diapason.workspaces.members import Member, member_of  # noqa: E402
from diapason.workspaces.models import Person  # noqa: E402


def change(member: Member, delivery: Delivery, number: int) -> None:
    """Other words, due now."""
    with transaction.atomic():
        row = services.lock(delivery)
        services.replan(member, row, Content(parts=(f"{row.what.parts[0]}, {number}",), title="A title"), clock.now())


def withdraw(member: Member, delivery: Delivery, number: int) -> None:
    services.cancel(member, delivery)


def pause(member: Member, delivery: Delivery, number: int) -> None:
    pausing.pause(member, "crisis")
    time.sleep(0.05)
    pausing.resume(member)


ACTS = ((change, 12), (withdraw, 3), (pause, 1))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--acts", type=int, default=200)
    parser.add_argument("--seed", type=int, default=11)
    asked = parser.parse_args()
    chance, done = random.Random(asked.seed), Counter[str]()
    print("ready", flush=True)
    while not DeliveryStep.objects.exists():  # they act while posts are being sent, not before
        time.sleep(0.01)
    member = member_of(Person.objects.get(), "faults")
    numbers = list(Delivery.objects.values_list("pk", flat=True))
    for number in range(asked.acts):
        act = chance.choices([act for act, _weight in ACTS], [weight for _act, weight in ACTS])[0]
        try:
            act(member, Delivery.objects.get(pk=chance.choice(numbers)), number)
            done[act.__name__] += 1
        except services.TooLate:
            done["too late"] += 1
        time.sleep(chance.uniform(0, 0.02))
    print(json.dumps(done))


if __name__ == "__main__":
    main()
