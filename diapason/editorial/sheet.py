"""A post as one flat sheet of named texts: what a form shows, what a version keeps, what autosave sends and compares.

Names: those of `IDEA`, and `v.<network>.<part>` for the parts of a variant (`PARTS`). Every value is a string, exactly as a
form would hold it, so that two sheets are compared with `==`.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from diapason.editorial import local_time
from diapason.editorial.models import Post, PostMedia, Variant, VariantMedia

Sheet = dict[str, str]

TEXTS = ("title", "text", "brief", "content_type", "language", "market", "seo_keywords", "call_to_action", "link", "hashtags", "partners")
LINKS = ("objective", "persona", "campaign", "assignee")
MOMENTS = ("writing_due", "approval_due", "publish_at")
IDEA = (*TEXTS, *LINKS, *MOMENTS, "publish_second", "media")
PARTS = (
    "spaces", "own_text", "text", "title", "excerpt", "thread", "numbering", "own_media", "media", "poll", "poll_hours",
    "poll_multiple", "first_comment", "alt_waived", "options",
)  # fmt: skip
OPTIONS_APART = {"excerpt", "numbering"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the sheet, read: `network` is empty for the idea."""

    network: str
    part: str


def parse(name: str) -> Name | None:
    """None for a name that no sheet has."""
    if name in IDEA:
        return Name("", name)
    pieces = name.split(".")
    if len(pieces) == 3 and pieces[0] == "v" and pieces[1] and pieces[2] in PARTS:
        return Name(pieces[1], pieces[2])
    return None


def read(post: Post) -> Sheet:
    """The whole sheet of a post loaded by `composing.loaded`."""
    sheet = {name: str(getattr(post, name) or "") for name in TEXTS}
    sheet |= {name: number(getattr(post, f"{name}_id")) for name in LINKS}
    sheet |= {name: local_time.write(getattr(post, name), post.workspace.tz) for name in MOMENTS}
    sheet["publish_second"] = flag(local_time.is_second(post.publish_at, post.workspace.tz))
    sheet["media"] = media_text(post.media.all())
    for variant in post.variants.all():
        sheet |= {f"v.{variant.network}.{part}": value for part, value in read_variant(variant).items()}
    return sheet


def read_variant(variant: Variant) -> Sheet:
    poll = variant.poll or {}
    return {
        "spaces": numbers(space.pk for space in variant.spaces.all()),
        "own_text": flag(variant.own_text),
        "text": variant.text,
        "title": variant.title,
        "excerpt": str(variant.options.get("excerpt", "")),
        "thread": flag(variant.thread),
        "numbering": flag(bool(variant.options.get("numbering"))),
        "own_media": flag(variant.own_media),
        "media": media_text(variant.media.all()),
        "poll": "\n".join(poll.get("options", ())),
        "poll_hours": hours(poll.get("seconds")),
        "poll_multiple": flag(bool(poll.get("multiple"))),
        "first_comment": variant.first_comment,
        "alt_waived": flag(variant.alt_waived_at is not None),
        "options": json.dumps(
            {key: value for key, value in sorted(variant.options.items()) if key not in OPTIONS_APART}, ensure_ascii=False
        ),
    }


def empty(name: str) -> str:
    """What the sheet holds at a name that it does not have yet."""
    return {"options": "{}", "media": "[]", "poll_hours": "24"}.get(name.rsplit(".", 1)[-1], "")


def get(sheet: Sheet, name: str) -> str:
    return sheet.get(name, empty(name))


def flag(value: bool) -> str:
    return "1" if value else ""


def number(value: int | None) -> str:
    return str(value) if value else ""


def numbers(values: Iterable[int]) -> str:
    return ",".join(str(value) for value in sorted(values))


def hours(seconds: int | None) -> str:
    return f"{(seconds or 86400) / 3600:g}"


def media_text(uses: Iterable[PostMedia] | Iterable[VariantMedia]) -> str:
    return json.dumps([{"asset": use.asset_id, "crop": use.crop, "alt": use.alt} for use in uses], ensure_ascii=False)


def networks(sheet: Sheet) -> list[str]:
    """The networks that the sheet speaks of, in alphabetical order."""
    return sorted({name.split(".")[1] for name in sheet if name.startswith("v.")})


def changed(before: Sheet, after: Sheet) -> list[str]:
    """The names whose texts differ, those of the idea first."""
    names = [*IDEA, *sorted((set(before) | set(after)) - set(IDEA))]
    return [name for name in names if get(before, name) != get(after, name)]


def from_form(data: Any) -> Sheet:
    """The known names of submitted form data; repeated values (spaces) are joined, new lines are as the database keeps them."""
    read_value: Callable[[str], list[str]] = data.getlist
    found = {}
    for name in data:
        known = parse(name)
        if known:
            values = [value for value in read_value(name) if value]
            found[name] = numbers_of(values) if known.part == "spaces" else plain(values[-1] if values else "")
    return found


def numbers_of(values: list[str]) -> str:
    listed = [piece.strip() for value in values for piece in value.split(",") if piece.strip()]
    return ",".join(sorted(listed, key=lambda piece: (len(piece), piece)))


def plain(text: str) -> str:
    """As it can be stored and compared: one kind of new line, no NUL, no half of a character."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text.encode("utf-8", "replace").decode("utf-8")
