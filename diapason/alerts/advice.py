"""What the floors above advise about an alert, after what is always good advice.

In `apps.ready()`: `advice.declare(find)`, where `find(alert)` gives sentences.
"""

from collections.abc import Callable

from diapason.alerts.models import Alert

Find = Callable[[Alert], list[str]]

_declared: list[Find] = []


def declare(find: Find) -> None:
    if find not in _declared:
        _declared.append(find)


def of(alert: Alert) -> list[str]:
    return [sentence for find in _declared for sentence in find(alert)]
