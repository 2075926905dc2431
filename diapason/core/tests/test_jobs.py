"""When the queue repeats its work."""

from itertools import pairwise
from typing import Any

import pytest
from procrastinate.contrib.django import app

from diapason.core.jobs import every

MIDNIGHT = 1_763_769_600.0  # seconds: 22 November 2025, UTC
# What has to follow what comes in, and how often: seconds.
SOON = {
    "alerts.tasks.look": 15,
    "alerts.tasks.say": 5,
    "listening.tasks.settle": 5,
    "listening.tasks.queue_due_sources": 10,
    "listening.sources.web.tasks.queue_due_articles": 10,
}


def gaps(cron: Any) -> set[int]:
    """Seconds between the times of two hours."""
    cron.set_current(start_time=MIDNIGHT)
    times = [MIDNIGHT]
    while times[-1] < MIDNIGHT + 7200:
        times.append(cron.get_next(ret_type=float))
    return {round(after - before) for before, after in pairwise(times)}


def periodic():
    return {task.task.name: task for task in app.periodic_registry.periodic_tasks.values()}


@pytest.mark.parametrize(("name", "seconds"), SOON.items())
def test_what_has_to_be_soon_is_repeated_every_few_seconds_all_day(name, seconds):
    assert gaps(periodic()[f"diapason.{name}"].croniter) == {seconds}


def test_no_work_is_repeated_every_second_for_a_while():
    """As a field that stands at another place would have it."""
    often = {name: min(gaps(task.croniter)) for name, task in periodic().items()}
    assert {name for name, least in often.items() if least < 5} == set()


def test_a_period_divides_a_minute():
    assert every(20) == "* * * * * */20"
    for wrong in (0, -5, 7, 90):
        with pytest.raises(ValueError, match="does not divide"):
            every(wrong)
