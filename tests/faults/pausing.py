"""Somebody pauses half of the spaces while posts are being sent, or lifts it: `python -m tests.faults.pausing --lift`.

Prints, as JSON, the paused spaces and the deliveries that had begun to be sent there when the pause was committed: something that is no
mere preparation had been asked of the network. What follows of them (the next step, another look) goes on.
"""

import argparse
import json
import time

import django

django.setup()

from diapason.publishing import pausing  # noqa: E402
from diapason.publishing.models import Attempt, Delivery, Pause  # noqa: E402
from diapason.territory.models import Space  # noqa: E402
from diapason.workspaces.members import member_of  # noqa: E402
from diapason.workspaces.models import Person  # noqa: E402

BEGUN = 10  # posts that are out before anybody pauses anything


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lift", action="store_true")
    asked = parser.parse_args()
    member = member_of(Person.objects.get(), "faults")
    if asked.lift:
        print(json.dumps({"freed": pausing.lift(member, Pause.objects.filter(holder="crisis:1"))}))
        return
    while Delivery.objects.filter(state="published").count() < BEGUN:
        time.sleep(0.01)
    spaces = list(Space.objects.order_by("pk"))[::2]
    held = pausing.pause(member, "Fire", spaces=spaces, holder="crisis:1", answers=False)
    sent = Attempt.objects.filter(step__delivery__space__in=spaces).exclude(step__repeat="harmless")
    begun = sorted(set(sent.values_list("step__delivery", flat=True)))
    print(json.dumps({"spaces": [space.pk for space in spaces], "begun": begun, "held": held}))


if __name__ == "__main__":
    main()
