"""What a conversation says of itself, worked out from its messages, closures and holds.

One statement for any number of conversations, so that reading a page of a stream costs the same for one as for fifty.
It depends on what was said and never on the order in which we learned it.
"""

from collections.abc import Iterable

from django.db import connection

REFRESH = """
WITH said AS (
    SELECT conversation_id,
           count(*) AS messages,
           count(*) FILTER (WHERE direction = 'in') AS incoming,
           min(sent_at) FILTER (WHERE direction = 'in') AS first_in,
           max(sent_at) FILTER (WHERE direction = 'out') AS last_out,
           max(sent_at) AS last_at
    FROM inbox_message WHERE conversation_id = ANY(%(ids)s) AND outcome <> 'failed' GROUP BY conversation_id
), answered AS (
    SELECT said.conversation_id,
           min(sent_at) FILTER (WHERE direction = 'out' AND sent_at >= said.first_in) AS first_reply,
           min(sent_at) FILTER (WHERE direction = 'in' AND (said.last_out IS NULL OR sent_at > said.last_out)) AS waiting
    FROM said JOIN inbox_message message ON message.conversation_id = said.conversation_id AND message.outcome <> 'failed'
    GROUP BY said.conversation_id
), first AS (
    SELECT DISTINCT ON (conversation_id) conversation_id, identity_id, kind, rating, language
    FROM inbox_message WHERE conversation_id = ANY(%(ids)s)
    ORDER BY conversation_id, direction, sent_at, remote_id
), last AS (
    SELECT DISTINCT ON (conversation_id) conversation_id, left(regexp_replace(text, '\\s+', ' ', 'g'), 200) AS excerpt, direction
    FROM inbox_message WHERE conversation_id = ANY(%(ids)s) AND outcome <> 'failed'
    ORDER BY conversation_id, sent_at DESC, remote_id DESC
), subject AS (
    SELECT DISTINCT ON (message.conversation_id) message.conversation_id, message.subject_id, delivery.id AS delivery_id
    FROM inbox_message message
    LEFT JOIN publishing_delivery delivery
        ON delivery.space_id = message.space_id AND delivery.remote_id = message.subject_id AND delivery.remote_id <> ''
    WHERE message.conversation_id = ANY(%(ids)s) AND message.subject_id <> ''
    ORDER BY message.conversation_id, message.sent_at, message.remote_id, delivery.id
), standing AS (
    SELECT id,
           EXISTS (SELECT 1 FROM inbox_closure WHERE conversation_id = conversation.id AND ended_at IS NULL) AS closed,
           EXISTS (SELECT 1 FROM inbox_hold WHERE conversation_id = conversation.id AND ended_at IS NULL) AS held
    FROM inbox_conversation conversation WHERE id = ANY(%(ids)s)
)
UPDATE inbox_conversation conversation SET
    messages_count = said.messages,
    incoming_count = said.incoming,
    first_incoming_at = said.first_in,
    first_reply_at = answered.first_reply,
    last_message_at = said.last_at,
    waiting_since = CASE WHEN standing.closed THEN NULL ELSE answered.waiting END,
    status = CASE WHEN standing.closed OR said.incoming = 0 THEN 'closed'
                  WHEN standing.held OR answered.waiting IS NULL THEN 'waiting'
                  ELSE 'open' END,
    identity_id = first.identity_id,
    kind = first.kind,
    rating = first.rating,
    language = first.language,
    excerpt = last.excerpt,
    last_is_ours = last.direction = 'out',
    subject_remote_id = coalesce(subject.subject_id, ''),
    delivery_id = subject.delivery_id
FROM said
JOIN answered USING (conversation_id)
JOIN first USING (conversation_id)
JOIN last USING (conversation_id)
JOIN standing ON standing.id = said.conversation_id
LEFT JOIN subject USING (conversation_id)
WHERE conversation.id = said.conversation_id
"""


def refresh(conversation_ids: Iterable[int]) -> None:
    """Works these conversations out again. Call it in the transaction that changed a message, a closure or a hold."""
    ids = sorted(set(conversation_ids))
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(REFRESH, {"ids": ids})
