"""Listening for something, asking it in other words, and no longer listening."""

from datetime import timedelta
from itertools import count

from django.db import transaction
from django.db.models import Q

from diapason.core import clock
from diapason.listening import asking, past
from diapason.listening.models import Query, Wording
from diapason.listening.queries.parser import parse
from diapason.listening.store import store
from diapason.workspaces import events
from diapason.workspaces.members import Member

RESTORABLE = timedelta(days=30)  # of a query that was removed


@transaction.atomic
def listen_for(member: Member, name: str, purpose: str, text: str) -> Query:
    """Its mentions come from now on, and those of the past as they are found. Raises QueryError."""
    query = Query.objects.create(workspace=member.workspace, name=name, purpose=purpose, created_by=member.person)
    query.shown = worded(member, query, text)
    query.save(update_fields=["shown"])
    events.record(member, "query.added", query)
    return query


@transaction.atomic
def reword(member: Member, query: Query, text: str) -> Wording:
    """The figures of the present wording stay until the new one has searched the past. Raises QueryError."""
    Query.objects.select_for_update().get(pk=query.pk)
    wording = worded(member, query, text)
    # One that has not finished was never shown, unless it is the query's first.
    query.wordings.filter(retired_at=None).exclude(pk__in=[wording.pk, query.shown_id]).update(retired_at=clock.now())
    events.record(member, "query.reworded", query)
    return wording


@transaction.atomic
def describe(member: Member, query: Query, name: str, purpose: str) -> None:
    """How it is called and what it is about: what it finds stays."""
    if (query.name, query.purpose) == (name, purpose):
        return
    query.name, query.purpose = name, purpose
    query.save(update_fields=["name", "purpose"])
    events.record(member, "query.described", query)


def worded(member: Member, query: Query, text: str) -> Wording:
    parse(text)
    asking.change(member.workspace.pk)
    wording = Wording.objects.create(workspace=member.workspace, query=query, text=text, created_by=member.person)
    transaction.on_commit(lambda: past.queue(wording.pk))
    return wording


@transaction.atomic
def remove(member: Member, query: Query) -> None:
    """It can be listened for again (`restore`): what was found is kept for a while."""
    if query.removed_at:
        return
    query.removed_at = clock.now()
    query.save(update_fields=["removed_at"])
    asking.change(member.workspace.pk)
    query.wordings.filter(retired_at=None).update(retired_at=query.removed_at)
    events.record(member, "query.removed", query)


@transaction.atomic
def restore(member: Member, query: Query) -> None:
    """What was said meanwhile is searched as the past is."""
    if query.removed_at is None or query.shown is None:
        return
    since, pk = query.removed_at, query.shown.pk
    query.removed_at, query.name = None, free_name(query)
    query.save(update_fields=["removed_at", "name"])
    asking.change(member.workspace.pk)
    Wording.objects.filter(pk=pk, retired_at=since).update(retired_at=None, past_at=None, past_id=None, past_done_at=None)
    transaction.on_commit(lambda: past.queue(pk))
    events.record(member, "query.restored", query)


def free_name(query: Query) -> str:
    """Its name, or one with a number where another query took it meanwhile."""
    taken = set(Query.objects.filter(workspace=query.workspace_id, removed_at=None).values_list("name", flat=True))
    names = (query.name if number == 1 else f"{query.name[:110]} ({number})" for number in count(1))
    return next(name for name in names if name not in taken)


def forget_retired() -> int:
    """What was found by wordings that no screen shows: their query shows another, or was removed a while ago. How many there were."""
    unseen = Q(shown_for=None) | Q(query__removed_at__lt=clock.now() - RESTORABLE)
    gone = list(Wording.objects.filter(unseen, retired_at__isnull=False, forgotten_at=None))
    for wording in gone:
        with transaction.atomic():
            store().forget_wording(wording.pk)
            Wording.objects.filter(pk=wording.pk).update(forgotten_at=clock.now())
    return len(gone)
