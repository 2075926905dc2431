"""From what a caller sends to the sheet that `editorial.editing` writes, and back for what it refuses."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils.translation import gettext as _

from diapason.api import problems
from diapason.api.schemas.posts import PostFields, VariantIn
from diapason.editorial import local_time, sheet
from diapason.editorial.editing import Saved
from diapason.editorial.sheet import Sheet
from diapason.networks.base import registry


def of(body: PostFields, zone: ZoneInfo) -> Sheet:
    """Only the fields that were sent. Raises Problem for a network that is not installed, or is named twice."""
    given = body.model_fields_set
    found: Sheet = {name: sheet.plain(str(getattr(body, name) or "")) for name in sheet.TEXTS if name in given}
    found |= {name: sheet.number(getattr(body, f"{name}_id")) for name in sheet.LINKS if f"{name}_id" in given}
    found |= {name: local_time.write(getattr(body, name), zone) for name in sheet.MOMENTS if name in given}
    if "publish_at" in given:
        found["publish_second"] = sheet.flag(local_time.is_second(body.publish_at, zone))
    check_networks(body)
    for variant in body.variants:
        found |= dict(parts(variant))
    return found


def check_networks(body: PostFields) -> None:
    named = [variant.network for variant in body.variants]
    for number, network in enumerate(named):
        if network not in registry.networks():
            raise problems.field(f"variants.{number}.network", _("This network is not installed."))
        if network in named[:number]:
            raise problems.field(f"variants.{number}.network", _("Each network has one variant."))


def parts(variant: VariantIn) -> Iterator[tuple[str, str]]:
    given, prefix = variant.model_fields_set, f"v.{variant.network}."
    if "space_ids" in given:
        yield f"{prefix}spaces", sheet.numbers(set(variant.space_ids))
    if "text" in given:
        yield f"{prefix}own_text", sheet.flag(variant.text is not None)
        yield f"{prefix}text", sheet.plain(variant.text or "")
    for name in ("title", "first_comment"):
        if name in given:
            yield prefix + name, sheet.plain(getattr(variant, name))
    if "thread" in given:
        yield f"{prefix}thread", sheet.flag(variant.thread)


def checked(saved: Saved) -> Saved:
    """Raises Problem where a value was refused: the caller's transaction undoes the rest."""
    if saved.errors:
        raise problems.refused([{"field": field(name), "detail": text} for name, text in saved.errors.items()])
    return saved


def field(name: str) -> str:
    """A name of the sheet as the caller knows it."""
    if name in sheet.LINKS:
        return f"{name}_id"
    return f"variants.{name.removeprefix('v.')}" if name.startswith("v.") else name


def unknown(error: Http404) -> problems.Problem:
    """What the body names and the brand does not have: `editorial` says which in its Http404."""
    name = str(error)
    place = "variants" if name == "space" else field(name) if name in sheet.LINKS else "body"
    return problems.field(place, _("There is no such thing in this brand, or not for you."))
