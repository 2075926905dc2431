"""Asking a wording of what was heard before it: from the latest backwards, in steps that are kept, so that a worker that is killed
goes on where it stood."""

import logging

from django.db import transaction
from django.db.models import F
from procrastinate import exceptions
from procrastinate.contrib.django import app

from diapason.core import clock
from diapason.core.jobs import in_thread
from diapason.listening import asking
from diapason.listening.models import Query, Wording
from diapason.listening.queries.matching import compiled
from diapason.listening.store import store
from diapason.listening.store.base import Found, Place, Search

log = logging.getLogger(__name__)

STEP = 500


@app.task
@in_thread
def search_past(wording: int) -> None:
    while step(wording):
        pass


def queue(wording: int) -> None:
    """Queued once; the minute's job brings back what was interrupted."""
    try:
        search_past.configure(queueing_lock=f"listening:past:{wording}").defer(wording=wording)
    except exceptions.AlreadyEnqueued:
        log.debug("The past of wording %s is being searched already", wording)


@transaction.atomic
def step(wording_id: int) -> bool:
    """Looks at some mentions, and keeps how far it came; whether more are to be looked at. Two processes take turns."""
    wording = Wording.objects.select_for_update().select_related("workspace", "query").filter(pk=wording_id, retired_at=None).first()
    if wording is None or wording.past_done_at:
        return False
    asking.alone(wording.workspace_id)
    node = asking.read(wording.text)
    after = Place(wording.past_at, wording.past_id) if wording.past_at and wording.past_id is not None else None
    found = store().candidates(Search(wording.workspace_id, node=node, ignored=None), STEP, after)
    take(wording, found)
    wording.past_seen = F("past_seen") + len(found.mentions)
    if found.next:
        wording.past_at, wording.past_id = found.next.at, found.next.id
    else:
        wording.past_done_at = clock.now()
        show(wording)
    wording.save(update_fields=["past_seen", "past_at", "past_id", "past_done_at"])
    return found.next is not None


def take(wording: Wording, found: Found) -> None:
    test, zone = compiled(asking.read(wording.text)), wording.workspace.tz
    mentions = [mention for mention in found.mentions if test(mention.document)]
    for mention in mentions:
        mention.zone = zone
    if mentions:
        store().file(wording.pk, mentions)


def show(wording: Wording) -> None:
    """Its figures are whole: the query shows them, and the wordings before it are asked no more."""
    Query.objects.filter(pk=wording.query_id).update(shown=wording)
    Wording.objects.filter(query=wording.query_id, retired_at=None, pk__lt=wording.pk).update(retired_at=clock.now())
