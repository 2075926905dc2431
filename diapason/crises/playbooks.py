"""Writing playbooks, and the one to begin with."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from diapason.core import clock
from diapason.crises.models import Playbook, PlaybookRole, PlaybookTask
from diapason.workspaces import events
from diapason.workspaces.members import Member


@transaction.atomic
def begin(member: Member) -> Playbook:
    """A playbook with the usual roles and tasks, in the language of the brand, to be made one's own."""
    with translation.override(member.workspace.language):
        book, roles, tasks = usual(member), usual_roles(), usual_tasks()
    book.save()
    PlaybookRole.objects.bulk_create(
        PlaybookRole(playbook=book, position=number, name=name, duties=duties) for number, (name, duties) in enumerate(roles)
    )
    PlaybookTask.objects.bulk_create(
        PlaybookTask(playbook=book, position=number, minutes=minutes, rank=rank, role=role, text=text)
        for number, (minutes, rank, role, text) in enumerate(tasks)
    )
    events.record(member, "playbook.created", book)
    return book


def usual(member: Member) -> Playbook:
    ways = [
        _("Thank them, say that you have read it, and when you will answer."),
        _("Say what happened and what you do about it, in one sentence each. No excuses before facts."),
        _("Offer to go on in private where their order or their health is concerned, and say so in public."),
        _("Never delete what is only unpleasant, and never answer mockery with irony."),
    ]
    return Playbook(
        workspace=member.workspace,
        written_by=member.person,
        name=_("When it catches fire"),
        applies=_("For anything without a playbook of its own."),
        answers="\n".join(ways),
    )


def usual_roles() -> list[tuple[str, str]]:
    """Their names, and what they do."""
    return [
        (pgettext("crisis role", "Leads"), _("Decides, changes the level, closes the room. One person, named.")),
        (_("Speaks"), _("Writes and publishes what the brand says; nobody else does.")),
        (_("Answers"), _("Answers people one by one, and says what they ask.")),
        (_("Watches"), _("Follows what is said, who says it and where it goes; writes it into the time line.")),
    ]


def usual_tasks() -> list[tuple[int, int, str, str]]:
    """Minutes after opening, the rank of the level from which on it is done, the role, what is to be done."""
    leads = pgettext("crisis role", "Leads")
    return [
        (5, 1, leads, _("Name who has which role, and tell them.")),
        (10, 1, _("Watches"), _("Find the first mention and what set it off.")),
        (10, 3, leads, _("Pause what is planned where it would read badly.")),
        (15, 1, _("Speaks"), _("Choose a holding statement, and publish it where it began.")),
        (30, 1, _("Answers"), _("Answer the first who asked, then the one whom most people follow.")),
        (30, 3, leads, _("Tell management and customer care what is known and what is not.")),
        (60, 2, _("Watches"), _("Say whether it grows: volume, places, who repeats it.")),
        (120, 1, leads, _("Decide: go on, change the level, or close.")),
    ]


@transaction.atomic
def remove(member: Member, book: Playbook, *, restore: bool = False) -> None:
    """Out of every list, or back into them. The rooms that follow it keep what they took from it."""
    book.removed_at = None if restore else clock.now()
    book.save(update_fields=["removed_at"])
    events.record(member, "playbook.restored" if restore else "playbook.removed", book)
