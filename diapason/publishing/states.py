"""The state graph of a delivery, in one place and checked when it is imported.

An *automatic* state is one that a worker must leave by itself: it has a handler and a time after which somebody looks
again. The others wait for a person, or for ever.
"""

from dataclasses import dataclass
from datetime import timedelta

from diapason.publishing.models import Delivery
from diapason.publishing.models.delivery import LOOKED_AT

S = Delivery.State


@dataclass(frozen=True, slots=True)
class Automatic:
    """`handler` is what a worker does with the row; `within` is how long the state may last before it looks again."""

    handler: str
    within: timedelta


LEASE = timedelta(seconds=60)
START = S.PLANNED

AUTOMATIC: dict[S, Automatic] = {
    S.PLANNED: Automatic("send", timedelta(0)),  # looked at when due
    S.DUE: Automatic("send", timedelta(0)),
    S.WAITING: Automatic("send", timedelta(hours=24)),
    S.PREPARING: Automatic("send", LEASE),  # a lost lease: nothing that matters was sent
    S.SUBMITTING: Automatic("reconcile", LEASE),  # a lost lease: it may have been sent
    S.UNKNOWN: Automatic("reconcile", timedelta(minutes=15)),
    S.RECONCILING: Automatic("reconcile", LEASE),
}
FINAL = frozenset({S.PUBLISHED, S.CANCELLED})
FOR_A_PERSON = frozenset({S.NEEDS_RECONNECT, S.NEEDS_PERSON, S.REJECTED, S.EXPIRED, S.PAUSED, S.ASSISTED})
TROUBLE = frozenset({S.NEEDS_RECONNECT, S.NEEDS_PERSON, S.REJECTED, S.EXPIRED})

# Nothing is being sent: these may be cancelled, moved or paused at once, unless a part of a thread is out (`progress`).
UNSENT = frozenset({S.PLANNED, S.DUE, S.WAITING, S.PREPARING, S.PAUSED, S.NEEDS_RECONNECT, S.EXPIRED, S.ASSISTED, S.REJECTED})

BEFORE_SENDING = {S.PLANNED, S.PREPARING, S.PAUSED, S.EXPIRED, S.NEEDS_RECONNECT, S.ASSISTED, S.WAITING, S.CANCELLED, S.DUE}
GRAPH: dict[S, frozenset[S]] = {
    S.PLANNED: frozenset(BEFORE_SENDING - {S.PLANNED}),
    S.DUE: frozenset(BEFORE_SENDING - {S.DUE}),
    S.WAITING: frozenset(BEFORE_SENDING - {S.WAITING}),
    S.PREPARING: frozenset({*BEFORE_SENDING, S.SUBMITTING, S.REJECTED, S.PUBLISHED} - {S.PREPARING}),
    S.SUBMITTING: frozenset({S.PUBLISHED, S.WAITING, S.UNKNOWN, S.RECONCILING, S.REJECTED, S.NEEDS_RECONNECT, S.EXPIRED, S.PREPARING}),
    S.UNKNOWN: frozenset({S.RECONCILING, S.NEEDS_PERSON}),
    S.RECONCILING: frozenset({S.PUBLISHED, S.PREPARING, S.DUE, S.UNKNOWN, S.NEEDS_PERSON, S.NEEDS_RECONNECT}),
    S.NEEDS_RECONNECT: frozenset({S.DUE, S.UNKNOWN, S.EXPIRED, S.CANCELLED, S.PLANNED, S.PUBLISHED}),
    S.NEEDS_PERSON: frozenset({S.PUBLISHED, S.DUE, S.CANCELLED}),
    S.REJECTED: frozenset({S.DUE, S.PLANNED, S.CANCELLED, S.PUBLISHED}),
    S.EXPIRED: frozenset({S.DUE, S.PLANNED, S.CANCELLED, S.PUBLISHED}),
    S.PAUSED: frozenset({S.DUE, S.PLANNED, S.EXPIRED, S.CANCELLED}),
    S.ASSISTED: frozenset({S.PUBLISHED, S.CANCELLED, S.PLANNED, S.EXPIRED}),
    S.PUBLISHED: frozenset(),
    S.CANCELLED: frozenset(),
}


class BadGraph(Exception):
    pass


class NotAllowed(Exception):
    """A transition that the graph does not have."""


def check(graph: dict[S, frozenset[S]]) -> None:
    """Raises BadGraph unless there is one start, every state can be reached, and none is a trap."""
    if set(graph) != set(S):
        raise BadGraph("every state needs its exits")
    reached, todo = {START}, [START]
    while todo:
        for state in graph[todo.pop()] - reached:
            reached.add(state)
            todo.append(state)
    if reached != set(S):
        raise BadGraph(f"never reached: {set(S) - reached}")
    if {state for state, exits in graph.items() if not exits} != FINAL:
        raise BadGraph("only the final states may have no exit")
    if set(AUTOMATIC) | FINAL | FOR_A_PERSON != set(S) or set(AUTOMATIC) & FOR_A_PERSON:
        raise BadGraph("every state is automatic, final, or for a person")
    if set(AUTOMATIC) != set(LOOKED_AT):
        raise BadGraph("the database asks for a next look in other states")


def require(before: str, after: str) -> None:
    if S(after) not in GRAPH[S(before)]:
        raise NotAllowed(f"{before} → {after}")


check(GRAPH)
