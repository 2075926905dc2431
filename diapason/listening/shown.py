"""A mention as lists and its own page show it: with what the team decided, and what may be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from diapason.listening import answering, curating, handling
from diapason.listening.mentions import Mention
from diapason.listening.models import Handling, Source
from diapason.workspaces.members import Member


@dataclass(frozen=True, slots=True)
class Shown:
    """`curated` is the address of a new post that quotes it, `conversation` that of the inbox where it is; `answerable`: one can be
    opened there. `held` is what was decided of it, by kind."""

    mention: Mention
    source: Source | None
    curated: str
    conversation: str = ""
    answerable: bool = False
    held: dict[str, Handling] = field(default_factory=dict)


def shown(member: Member, found: Sequence[Mention]) -> list[Shown]:
    """As many queries for one mention as for thirty."""
    sources, slug = Source.objects.select_related("space").in_bulk({mention.source for mention in found}), member.workspace.slug
    writes, answers = member.can("post.write"), member.can("inbox.reply")
    held = handling.of_mentions(member, [each.id for each in found])
    in_inbox = answering.conversations(member, found) if found and member.can("inbox.view") else {}
    connected = answering.able(member) if found and answers else []
    return [
        Shown(
            each,
            sources.get(each.source),
            curating.address(slug, each) if writes else "",
            reverse("conversation", args=[slug, in_inbox[each.id]]) if each.id in in_inbox else "",
            answers and each.id not in in_inbox and answering.through(each, connected) is not None,
            held.get(each.id, {}),
        )
        for each in found
    ]
