"""Which conversation a message belongs to, whatever the order in which messages are learned.

The key of a conversation is the network's own thread where it has one. Else it is the topmost message known of, read
or not: a reply that arrives before what it answers opens a conversation under the key of the missing message, and that
conversation is folded into the right one on the day the missing message arrives.

A thread that is our own post as a whole is not a conversation: fifty people under one post are fifty conversations.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from diapason.inbox.erased import erased_id
from diapason.inbox.models import Closure, Conversation, Hold, Message, Note, Presence
from diapason.networks.base.content import Incoming
from diapason.territory.models import Space


def attached(message: Incoming) -> str:
    """What groups this message with others: the network's thread, else what it answers, and neither when that is our post."""
    return next((above for above in (message.thread_id, message.parent_id) if above and above != message.subject_id), "")


@dataclass(slots=True)
class Threads:
    """The conversations that a batch may touch: by key, and the key of each message known."""

    space: Space
    by_key: dict[str, Conversation]
    key_of: dict[str, str]

    @classmethod
    def around(cls, space: Space, messages: Sequence[Incoming]) -> "Threads":
        """Reads what these messages may attach to. Two queries."""
        above = {attached(message) for message in messages} - {""}
        hidden = {erased_id(each): each for each in above}
        rows = Message.objects.filter(space=space, remote_id__in=above | set(hidden)).values_list("remote_id", "conversation__thread_key")
        key_of = {hidden.get(remote_id, remote_id): key for remote_id, key in rows}
        keys = {*key_of.values(), *above, *hidden, *(message.remote_id for message in messages)}
        found = Conversation.objects.filter(space=space, thread_key__in=keys).select_related("identity")
        by_key = {conversation.thread_key: conversation for conversation in found}
        key_of = {hidden[key]: key for key in by_key if key in hidden} | key_of
        for conversation in found:
            conversation.space = space
        return cls(space, by_key, key_of)

    def key(self, message: Incoming) -> str:
        above = attached(message)
        return self.key_of.get(above, above) or message.remote_id

    def conversation(self, remote_id: str) -> Conversation:
        """Where a placed message ended: ask when the whole batch is placed, since a later message may fold two."""
        return self.by_key[self.key_of[remote_id]]

    def place(self, message: Incoming) -> None:
        """Finds the conversation of a new message, made where there is none; what waited for it is folded in."""
        key = self.key(message)
        orphan = self.by_key.get(message.remote_id) if key != message.remote_id else None
        if orphan and key not in self.by_key:
            self.rename(orphan, key)
        elif orphan:
            self.fold(orphan, self.by_key[key])
        if key not in self.by_key:
            self.by_key[key] = Conversation.objects.create(workspace_id=self.space.workspace_id, space=self.space, thread_key=key)
        self.key_of[message.remote_id] = key

    def rename(self, conversation: Conversation, key: str) -> None:
        self.rekey(conversation.thread_key, key)
        del self.by_key[conversation.thread_key]
        conversation.thread_key = key
        conversation.save(update_fields=["thread_key"])
        self.by_key[key] = conversation

    def rekey(self, old: str, new: str) -> None:
        for remote_id, key in self.key_of.items():
            if key == old:
                self.key_of[remote_id] = new

    def fold(self, orphan: Conversation, into: Conversation) -> None:
        """Everything of `orphan` moves; the older row stays, since people may have its address."""
        key = into.thread_key
        kept, gone = (orphan, into) if orphan.pk < into.pk else (into, orphan)
        for model in (Message, Note):
            model._default_manager.filter(conversation=gone).update(conversation=kept)
        for standing in (Closure, Hold):
            live = standing._default_manager.filter(conversation=kept, ended_at=None).exists()
            moving = standing._default_manager.filter(conversation=gone)
            (moving.filter(ended_at__isnull=False) if live else moving).update(conversation=kept)
        Presence.objects.filter(conversation=gone).delete()
        kept.assignee_id = kept.assignee_id or gone.assignee_id
        kept.urgent, kept.unread = kept.urgent or gone.urgent, kept.unread or gone.unread
        self.rekey(orphan.thread_key, key)
        del self.by_key[orphan.thread_key]
        gone.delete()
        kept.thread_key = key
        kept.save(update_fields=["thread_key", "assignee", "urgent", "unread"])
        self.by_key[key] = kept
