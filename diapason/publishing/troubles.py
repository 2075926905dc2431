"""Says to the calendar which posts have a delivery that needs a person, or is held back by a pause."""

from collections.abc import Collection, Mapping

from django.utils.translation import ngettext

from diapason.editorial.planner import troubles
from diapason.publishing.models import Delivery
from diapason.publishing.states import TROUBLE

PAUSED = Delivery.State.PAUSED


def of_posts(posts: Collection[int]) -> Mapping[int, str]:
    """« Refused », « 2 deliveries need you », « Paused ». One query."""
    found: dict[int, list[str]] = {}
    rows = Delivery.objects.filter(variant__post__in=posts, state__in=[*TROUBLE, PAUSED]).order_by("id")
    for post, state in rows.values_list("variant__post_id", "state"):
        found.setdefault(post, []).append(state)
    return {post: words(states) for post, states in found.items()}


def words(states: list[str]) -> str:
    states = [state for state in states if state != PAUSED] or [PAUSED]
    if len(states) == 1:
        return str(Delivery.State(states[0]).label)
    return ngettext("%(count)d delivery needs you", "%(count)d deliveries need you", len(states)) % {"count": len(states)}


troubles.declare(of_posts)
