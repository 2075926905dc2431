"""Finding what was said: words in French or English whatever their accents and endings, phrases, beginnings of words,
people by name or @handle, and, where nothing else is found, any run of letters.

`"exact phrase"`, `-without` and `or` work as in a search engine. Nothing typed is an error.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db import connection, transaction
from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from diapason.community.models import Identity
from diapason.core import keyset
from diapason.inbox.filters import Filters
from diapason.inbox.marking import CLOSE, OPEN, mark_letters
from diapason.inbox.models import Conversation, Message
from diapason.workspaces.members import Member

SIZE = 30
AT_ONCE = 90
MOST_PEOPLE = 200
FEW = 500
ORDER = ("-sent_at", "-id")
FOLDED = Func(F("text"), function="fold", output_field=TextField())
HANDLE = re.compile(r"(?:^|\s)@(\S+)")
OPERATORS = re.compile(r'["\-]|\bor\b', re.IGNORECASE)


@dataclass(slots=True)
class Found:
    """Conversations by their latest matching message; `excerpts` by conversation, with the marks of `inbox.marking`."""

    rows: list[Conversation]
    next: str | None = None
    excerpts: dict[int, str] = field(default_factory=dict)


def fold(value: str) -> Func:
    return Func(Value(value), function="fold", output_field=TextField())


def words(text: str) -> SearchQuery | None:
    """The query in both languages, and for the beginnings of words while no operator is used."""
    if not text:
        return None
    query = SearchQuery(text, config="inbox_fr", search_type="websearch")
    query |= SearchQuery(text, config="inbox_en", search_type="websearch")
    query |= SearchQuery(text, config="inbox_plain", search_type="websearch")
    beginnings = re.findall(r"\w{2,}", text)
    if beginnings and not OPERATORS.search(text):
        prefixes = " & ".join(f"{word}:*" for word in beginnings[:8])
        query |= SearchQuery(prefixes, config="inbox_plain", search_type="raw")
    return query


def highlights(text: str) -> SearchQuery | None:
    """Any of the words: a query that asks for all of them would mark nothing where two languages share the work."""
    found: SearchQuery | None = None
    for word in re.findall(r"(?<!-)\b\w{2,}", text)[:8]:
        for query in (
            SearchQuery(word, config="inbox_fr"),
            SearchQuery(word, config="inbox_en"),
            SearchQuery(f"{word}:*", config="inbox_plain", search_type="raw"),
        ):
            found = query if found is None else found | query
    return found


def people(member: Member, text: str) -> list[int]:
    """Accounts whose name or handle holds the text."""
    if len(text) < 3:
        return []
    named = Identity.objects.filter(workspace=member.workspace).annotate(
        folded=Func(Concat(F("name"), Value(" "), F("handle")), function="fold", output_field=TextField())
    )
    return list(named.filter(folded__contains=fold(text)).order_by("pk").values_list("pk", flat=True)[:MOST_PEOPLE])


def messages(member: Member, filters: Filters) -> QuerySet[Message]:
    return Message.objects.filter(workspace=member.workspace, **filters.conditions(member, "conversation__"))


def search(member: Member, filters: Filters) -> Found:
    """A page of conversations for `filters.q`. Raises keyset.BadCursor."""
    handles = HANDLE.findall(filters.q)
    text = HANDLE.sub(" ", filters.q).strip()
    rows = messages(member, filters)
    for handle in handles:
        rows = rows.filter(identity__in=people(member, handle) or [0])
    query = words(text)
    if query is None:
        return page(rows, filters.cursor) if handles else Found([])
    named = [] if handles else people(member, text)
    matching = Q(search=query) | Q(identity__in=named) if named else Q(search=query)
    found = page(rows.filter(cheapest(member, matching)), filters.cursor, highlights(text))
    if found.rows or filters.cursor or len(text) < 3:
        return found
    letters = Q(folded__contains=fold(text))
    return page(rows.alias(folded=FOLDED).filter(cheapest(member, letters)), "", letters=text)


def cheapest(member: Member, matching: Q) -> Q:
    """The same rows, asked in the way that costs least.

    PostgreSQL does not know how rare a word that nobody wrote is, supposes one message in two hundred, and walks them all
    from the latest. The index knows: few hits are named by their ids, many are indeed found by walking.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off; SET LOCAL enable_seqscan = off")
        found = Message.objects.filter(workspace=member.workspace).alias(folded=FOLDED).filter(matching)
        ids = list(found.order_by().values_list("pk", flat=True)[: FEW + 1])
        cursor.execute("SET LOCAL enable_indexscan TO DEFAULT; SET LOCAL enable_seqscan TO DEFAULT")
    return Q(pk__in=ids) if len(ids) <= FEW else matching


def page(rows: QuerySet[Message], cursor: str, query: SearchQuery | None = None, letters: str = "") -> Found:
    """Gathers hits into conversations until the page is full; the next begins after the last hit that was looked at."""
    hits: dict[int, Message] = {}
    rows = rows.only("id", "sent_at", "conversation_id")
    while len(hits) < SIZE:
        some = keyset.page(rows, ORDER, cursor=cursor, size=AT_ONCE)
        for row in some.rows:
            if len(hits) == SIZE and row.conversation_id not in hits:
                break
            hits.setdefault(row.conversation_id, row)
            cursor = keyset.encode([row.sent_at, row.pk])
        else:
            if some.next is None:
                return assemble(hits, None, query, letters)
    return assemble(hits, cursor, query, letters)


def assemble(hits: dict[int, Message], after: str | None, query: SearchQuery | None, letters: str) -> Found:
    """Reads the conversations of the page, and the words around each hit."""
    by_id = Conversation.objects.select_related("identity").in_bulk(hits)
    rows = [by_id[pk] for pk in hits if pk in by_id]
    return Found(rows, after, excerpts(hits.values(), query, letters))


def excerpts(hits: Iterable[Message], query: SearchQuery | None, letters: str) -> dict[int, str]:
    found = Message.objects.filter(pk__in=[hit.pk for hit in hits])
    if letters or query is None:
        return {pk: mark_letters(text, letters) for pk, text in found.values_list("conversation_id", "text")}
    plain = Func(F("text"), Value(f"[{OPEN}{CLOSE}]"), Value(""), Value("g"), function="regexp_replace", output_field=TextField())
    headline = SearchHeadline(plain, query, config="inbox_fr", start_sel=OPEN, stop_sel=CLOSE, max_words=32, min_words=12, max_fragments=1)
    return dict(found.annotate(headline=headline).values_list("conversation_id", "headline"))
