"""Urgent notices that nobody has read within two minutes leave by e-mail, once, several in one message."""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction

from diapason.core import clock
from diapason.workspaces import mail, notices
from diapason.workspaces.models import Notification

PATIENCE = timedelta(minutes=2)
# Older ones are no news any more: a worker that was stopped for a week must not flood people when it starts.
OLDEST = timedelta(days=1)


def send_unread() -> int:
    """Sends what waits; how many messages that made."""
    now = clock.now()
    with transaction.atomic():
        waiting = (
            Notification.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("person", "workspace")
            .filter(
                code__in=notices.urgent_codes(),
                read_at=None,
                emailed_at=None,
                created_at__range=(now - OLDEST, now - PATIENCE),
                person__is_active=True,
                person__email_notices=True,
            )
            .order_by("id")[:500]
        )
        of_reader: dict[tuple[int, int], list[Notification]] = defaultdict(list)
        for notification in waiting:
            of_reader[notification.person_id, notification.workspace_id].append(notification)
        for notifications in of_reader.values():
            first = notifications[0]
            mail.send(first.person, "urgent", {"notifications": notifications}, workspace=first.workspace)
        Notification.objects.filter(pk__in=[one.pk for many in of_reader.values() for one in many]).update(emailed_at=now)
    return len(of_reader)
