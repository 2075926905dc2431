"""Telling people. Each notice is a row until read; the urgent ones also leave by e-mail.

Apps declare their sentences with `declare`, so that a notice is said in the language of the person who reads it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

from diapason.workspaces.members import Member
from diapason.workspaces.models import Notification, Person, Workspace
from diapason.workspaces.permissions import MATRIX


@dataclass(frozen=True, slots=True)
class Notice:
    """`sentence` is a lazy translation with named placeholders, filled from the notification's data."""

    code: str
    sentence: Promise | str
    urgent: bool = False


_declared: dict[str, Notice] = {}


def declare(code: str, sentence: Promise | str, *, urgent: bool = False) -> None:
    _declared[code] = Notice(code, sentence, urgent)


def notice(code: str) -> Notice:
    """Raises KeyError for a code that no app declared."""
    return _declared[code]


def urgent_codes() -> list[str]:
    return [declared.code for declared in _declared.values() if declared.urgent]


def sentence(notification: Notification) -> str:
    return str(str(notice(notification.code).sentence) % notification.data)


def holders(workspace: Workspace, permission: str) -> list[Person]:
    """The people of the brand who hold a permission."""
    roles = MATRIX[permission][1]
    return list(Person.objects.filter(memberships__workspace=workspace, memberships__role__in=roles, is_active=True).distinct())


def others(member: Member, permission: str) -> list[Person]:
    """The same, without the one who acts."""
    return [person for person in holders(member.workspace, permission) if person != member.person]


def tell(
    workspace: Workspace, people: Iterable[Person | None], code: str, *, url: str = "", subject: models.Model | None = None, **data: Any
) -> list[Notification]:
    """Tells each person once. Call it in the transaction of what happened."""
    notice(code)
    named = {person.pk: person for person in people if person}
    return Notification.objects.bulk_create(
        Notification(
            workspace=workspace,
            person=person,
            code=code,
            data={key: str(value) for key, value in data.items()},
            url=url,
            subject=subject._meta.label_lower if subject else "",
            subject_id=subject.pk if subject else None,
        )
        for person in named.values()
    )
