"""Writes the changed names of a sheet into the rows of a post."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404

from diapason.core import clock
from diapason.editorial import cleaning, local_time, sheet
from diapason.editorial.models import Post, PostMedia, Variant, VariantMedia
from diapason.editorial.sheet import Sheet
from diapason.media.models import Asset
from diapason.networks.base import registry
from diapason.territory.access import spaces as visible_spaces
from diapason.workspaces.members import Member

Media = list[tuple[Asset, Any, str]]


class Writer:
    """One save. `errors` says, by name, why a value was refused; the others are written."""

    def __init__(self, member: Member, post: Post, before: Sheet) -> None:
        self.member, self.post, self.before = member, post, before
        self.errors: dict[str, str] = {}
        self.variants = {variant.network: variant for variant in post.variants.all()}

    def write(self, values: Sheet) -> None:
        """Inside a transaction that holds the post."""
        idea = {name: value for name, value in values.items() if name in sheet.IDEA}
        cleaning.each(self.errors, idea, lambda name, value: self.idea(name, value, values))
        for network in sheet.networks(values):
            prefix = f"v.{network}."
            self.variant(network, {name.removeprefix(prefix): value for name, value in values.items() if name.startswith(prefix)})

    # ── The idea ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def idea(self, name: str, value: str, values: Sheet) -> None:
        if name in sheet.LINKS:
            setattr(self.post, f"{name}_id", cleaning.one_of(self.member, name, value))
        elif name in {"publish_at", "publish_second"}:
            both = self.before | values
            second = bool(sheet.get(both, "publish_second"))
            self.post.publish_at = local_time.read(sheet.get(both, "publish_at"), self.zone, second=second)
        elif name in sheet.MOMENTS:
            setattr(self.post, name, local_time.read(value, self.zone))
        elif name == "media":
            replace(PostMedia, cleaning.media(self.member, value), post=self.post)
        elif name == "link":
            self.post.link = cleaning.link(value)
        elif name == "content_type":
            self.post.content_type = cleaning.content_type(value)
        else:
            setattr(self.post, name, cleaning.text(name, value))

    @property
    def zone(self) -> Any:
        return self.post.workspace.tz

    # ── A variant ────────────────────────────────────────────────────────────────────────────────────────────────────
    def variant(self, network: str, parts: Sheet) -> None:
        """Raises Http404 for a network that is not installed, or a space that is not theirs."""
        variant = self.variants.get(network)
        if variant is None:
            if network not in registry.networks():
                raise Http404(network)
            variant = self.variants[network] = Variant.objects.create(post=self.post, network=network)
        named = {f"v.{network}.{part}": value for part, value in parts.items()}
        cleaning.each(self.errors, named, lambda name, value: self.part(variant, name.rsplit(".", 1)[-1], value, parts))
        variant.save()

    def part(self, variant: Variant, part: str, value: str, parts: Sheet) -> None:
        if part == "spaces":
            self.choose_spaces(variant, cleaning.row_numbers(value))
        elif part == "media":
            replace(VariantMedia, cleaning.media(self.member, value), variant=variant)
        elif part in {"own_text", "own_media", "thread"}:
            setattr(variant, part, bool(value))
        elif part in {"poll", "poll_hours", "poll_multiple"}:
            now = sheet.read_variant(variant) | parts
            variant.poll = cleaning.poll(now["poll"], now["poll_hours"], now["poll_multiple"])
        elif part == "alt_waived":
            waive(variant, self.member, bool(value))
        elif part in {"numbering", "excerpt"}:
            put(variant, part, cleaning.text("excerpt", value))
        elif part == "options":
            apart = {name: kept for name, kept in variant.options.items() if name in sheet.OPTIONS_APART}
            variant.options = apart | cleaning.options(value)
        else:
            setattr(variant, part, cleaning.text(part, value) if part != "title" else value.strip()[:300])

    def choose_spaces(self, variant: Variant, numbers: Iterable[int]) -> None:
        """Those that the member may choose, beside those chosen before that they cannot see."""
        seen = set(visible_spaces(self.member).filter(network=variant.network).values_list("pk", flat=True))
        chosen = set(variant.spaces.values_list("pk", flat=True))
        if not set(numbers) <= seen | chosen:
            raise Http404("space")
        variant.spaces.set(set(numbers) | (chosen - seen))


def put(variant: Variant, name: str, value: str) -> None:
    if value:
        variant.options[name] = value
    else:
        variant.options.pop(name, None)


def waive(variant: Variant, member: Member, waived: bool) -> None:
    """Without alternative text on purpose: who said so, and when."""
    if waived == (variant.alt_waived_at is not None):
        return
    variant.alt_waived_by = member.person if waived else None
    variant.alt_waived_at = clock.now() if waived else None


def replace(model: type[PostMedia] | type[VariantMedia], listed: Media, **owner: Any) -> None:
    model._default_manager.filter(**owner).delete()
    rows: list[Any] = [model(asset=asset, position=at, crop=crop, alt=alt, **owner) for at, (asset, crop, alt) in enumerate(listed)]
    model._default_manager.bulk_create(rows)
