"""What a post said at each moment that matters, compared word by word, and put back."""

import difflib
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Max

from diapason.core import clock
from diapason.editorial import composing, sheet, steps
from diapason.editorial.models import Post, Variant, Version
from diapason.editorial.sheet import Sheet
from diapason.workspaces.members import Member
from diapason.workspaces.models import Person

SITTING = timedelta(minutes=10)  # a person who goes on writing makes one version per sitting
WORD = re.compile(r"\s+|\w+|[^\w\s]")


def digest(post: Post) -> str:
    """SHA-256 of what is approved: the texts, files, spaces, polls and options as networks get them; the time where a step says so.

    `post` is loaded by `composing.loaded`. A change that changes nothing of it (a persona, a deadline) leaves approval standing.
    """
    said: dict[str, Any] = {"variants": [approved_part(variant) for variant in post.variants.all() if variant.spaces.all()]}
    if not said["variants"]:
        said["idea"] = [post.text, post.link, post.hashtags, sheet.media_text(post.media.all())]
    if steps.approves_time(post.workspace):
        said["at"] = post.publish_at.isoformat() if post.publish_at else ""
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def approved_part(variant: Variant) -> dict[str, Any]:
    uses = composing.media_of(variant)
    return {
        "network": variant.network,
        "spaces": sheet.numbers(space.pk for space in variant.spaces.all()),
        "text": composing.text_of(variant),
        "title": composing.title_of(variant) if variant.net.manifest.title_max or variant.title else "",
        "thread": variant.thread,
        "media": [[use.asset.pk, use.crop, use.alt or use.asset.alt] for use in uses],
        "poll": variant.poll,
        "first_comment": variant.first_comment,
        "options": variant.options,
    }


def latest(post: Post) -> Version | None:
    return post.versions.order_by("-number").first()


def keep(post: Post, person: Person | None) -> Version:
    """The version of the post as it is now: the latest one when nothing changed since, else a new one."""
    now, last = sheet.read(post), latest(post)
    if last and last.snapshot == now and last.digest == digest(post):
        return last
    number = (post.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    return Version.objects.create(post=post, number=number, snapshot=now, digest=digest(post), person=person)


def before_change(post: Post, member: Member) -> None:
    """Keeps what another person wrote, before this one changes it: nothing that was written is ever lost."""
    last = latest(post)
    if last and last.person_id and (member.person is None or last.person_id != member.person.pk):
        keep(post, last.person)


def after_change(post: Post, member: Member) -> None:
    """One version per person and sitting."""
    last = latest(post)
    mine = last and member.person and last.person_id == member.person.pk
    if not last or not mine or last.created_at < clock.now() - SITTING:
        keep(post, member.person)


# ── Comparing ────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: `same`, `gone` (only before) or `new` (only after)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One name of the sheet whose text differs, as it was and as it is."""

    name: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def compare(before: Sheet, after: Sheet) -> list[Difference]:
    return [difference(name, sheet.get(before, name), sheet.get(after, name)) for name in sheet.changed(before, after)]


def difference(name: str, before: str, after: str) -> Difference:
    pieces = list(words(before, after))
    return Difference(
        name,
        tuple(piece for piece in pieces if piece.kind != "new"),
        tuple(piece for piece in pieces if piece.kind != "gone"),
    )


def words(before: str, after: str) -> Iterator[Piece]:
    """The two texts as runs of words; joined in order, `same` and `gone` give the first, `same` and `new` the second.

    Past 20,000 words in one of them, line by line: the time to compare words grows with the square of their number.
    """
    left, right = tokens(before), tokens(after)
    if max(len(left), len(right)) > 20_000:
        left, right = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for kind, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=len(left) > 2000).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(left[a:b]))
            continue
        if a < b:
            yield Piece("gone", "".join(left[a:b]))
        if c < d:
            yield Piece("new", "".join(right[c:d]))


def tokens(text: str) -> list[str]:
    return WORD.findall(text)
