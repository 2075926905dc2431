"""The tone in which each state of the domain is shown, so that one state has one colour on every screen."""

from diapason.editorial.models import Post
from diapason.publishing.models import Delivery
from diapason.territory.models import Space
from diapason.workspaces.models import LongTask

OK, WARN, BAD, INFO, ACCENT = "ok", "warn", "bad", "info", "accent"

STATES: dict[str, tuple[object, ...]] = {
    OK: (Post.Status.APPROVED, Delivery.State.PUBLISHED, Space.State.CONNECTED, LongTask.State.DONE),
    WARN: (
        Post.Status.IN_REVIEW,
        Post.Status.CHANGES,
        Delivery.State.WAITING,
        Delivery.State.UNKNOWN,
        Delivery.State.RECONCILING,
        Delivery.State.PAUSED,
        Delivery.State.ASSISTED,
    ),
    BAD: (
        Delivery.State.NEEDS_RECONNECT,
        Delivery.State.NEEDS_PERSON,
        Delivery.State.REJECTED,
        Delivery.State.EXPIRED,
        LongTask.State.FAILED,
    ),
    INFO: (Post.Status.PLANNED, Delivery.State.DUE, Delivery.State.PREPARING, Delivery.State.SUBMITTING, LongTask.State.RUNNING),
}
TONES: dict[str, str] = {str(state): tone for tone, states in STATES.items() for state in states}
