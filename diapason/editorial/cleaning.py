"""From the texts of a sheet to the fields of a post: what cannot be kept is said, field by field, and the rest is kept."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import Http404
from django.utils.translation import gettext as _

from diapason.editorial.models import Post
from diapason.media.access import assets
from diapason.media.cropping import read as read_crop
from diapason.media.models import Asset
from diapason.strategy.models import Campaign, Objective, Persona
from diapason.workspaces.members import Member
from diapason.workspaces.models import Person

LONGEST = 100_000  # characters of a text: more is a file, not a post
LONG = {"text", "brief", "first_comment", "poll", "excerpt"}
MOST_MEDIA = 35  # the most that any network shows
is_url = URLValidator(schemes=["http", "https"])


def text(name: str, value: str) -> str:
    """Raises ValidationError past what the field holds."""
    maximum = LONGEST if name in LONG else getattr(Post._meta.get_field(name), "max_length", None) or LONGEST
    if len(value) > maximum:
        raise ValidationError(_("This is too long by %(over)s characters.") % {"over": len(value) - maximum})
    if name == "title" and not value.strip():
        raise ValidationError(_("Give the post a title: the team finds it by it. It is not published on most networks."))
    return value if name in LONG else value.strip()


def link(value: str) -> str:
    value = value.strip()
    if value and "://" not in value and "." in value:
        value = f"https://{value}"
    if value:
        try:
            is_url(value)
        except ValidationError:
            raise ValidationError(_("This is not a web address. It begins with https:// and has no space.")) from None
    return text("link", value)


def content_type(value: str) -> str:
    if value and value not in Post.ContentType.values:
        raise ValidationError(_("Choose one of the content types."))
    return value


def one_of(member: Member, name: str, value: str) -> int | None:
    """The row that a list names, among those of the brand. Raises Http404 for another brand's."""
    if not value:
        return None
    number = whole(value)
    rows: dict[str, Any] = {"objective": Objective, "persona": Persona, "campaign": Campaign}
    if name == "assignee":
        found = Person.objects.filter(pk=number, memberships__workspace=member.workspace).exists()
    else:
        found = rows[name].objects.filter(pk=number, workspace=member.workspace).exists()
    if not found:
        raise Http404(name)
    return number


def whole(value: str) -> int:
    """A number of a row. Raises Http404 for what is not one."""
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise Http404
    return int(value)


def row_numbers(value: str) -> list[int]:
    return [whole(piece.strip()) for piece in value.split(",") if piece.strip()]


def media(member: Member, value: str) -> list[tuple[Asset, Any, str]]:
    """Files, crops and words, in order. Raises Http404 for a file of another brand, ValidationError for what is not a list."""
    try:
        items = json.loads(value or "[]")
        listed = [(int(item["asset"]), read_crop(item.get("crop")), str(item.get("alt") or "")) for item in items]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise ValidationError(_("The list of media could not be read. Reload the page, then try again.")) from None
    if len(listed) > MOST_MEDIA:
        raise ValidationError(_("A post shows %(count)s files at most.") % {"count": MOST_MEDIA})
    found = assets(member).in_bulk({number for number, _crop, _alt in listed})
    if len(found) < len({number for number, _crop, _alt in listed}):
        raise Http404("asset")
    return [(found[number], list(crop) if crop else None, alt[:LONGEST]) for number, crop, alt in listed]


def poll(options: str, hours: str, multiple: str) -> dict[str, Any] | None:
    """The poll of `Content`, or None where no option is written."""
    lines = [line.strip() for line in options.splitlines() if line.strip()]
    if not lines:
        return None
    try:
        seconds = round(float(hours.replace(",", ".") or 24) * 3600)
    except (ValueError, OverflowError):
        raise ValidationError(_("The duration of the poll is a number of hours.")) from None
    if not 0 < seconds < 400 * 86400:
        raise ValidationError(_("The duration of the poll is a number of hours."))
    return {"options": lines[:20], "seconds": seconds, "multiple": bool(multiple)}


def options(value: str) -> dict[str, str]:
    """The network's own options: short texts only."""
    try:
        found = json.loads(value or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict) or len(found) > 30:
        raise ValidationError(_("These options could not be read. Reload the page, then try again."))
    return {str(key)[:60]: str(chosen)[:2000] for key, chosen in found.items() if chosen not in ("", None)}


def each(errors: dict[str, str], values: Mapping[str, str], act: Callable[[str, str], None]) -> None:
    """Does `act(name, value)` for each, keeping the reason of those that are refused."""
    for name, value in values.items():
        try:
            act(name, value)
        except ValidationError as error:
            errors[name] = " ".join(error.messages)
