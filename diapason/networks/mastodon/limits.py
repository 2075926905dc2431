"""The limits in force on an instance: what it declares (`/api/v2/instance`, or v1), else the manifest's."""

from dataclasses import replace
from datetime import date
from typing import Any

from diapason.core import clock
from diapason.networks.base import answers, registry
from diapason.networks.base.connection import Connection
from diapason.networks.base.counting import Limits
from diapason.networks.base.errors import Permanent
from diapason.networks.base.manifest import ImageLimits, Manifest, PollLimits, VideoLimits
from diapason.networks.mastodon import client

# What is kept of an instance's configuration: names of ours, section and key of theirs.
KEPT = {
    "characters": ("statuses", "max_characters"),
    "url_length": ("statuses", "characters_reserved_per_url"),
    "attachments": ("statuses", "max_media_attachments"),
    "image_bytes": ("media_attachments", "image_size_limit"),
    "image_pixels": ("media_attachments", "image_matrix_limit"),
    "video_bytes": ("media_attachments", "video_size_limit"),
    "alt": ("media_attachments", "description_limit"),
    "poll_options": ("polls", "max_options"),
    "poll_option_length": ("polls", "max_characters_per_option"),
    "poll_min": ("polls", "min_expiration"),
    "poll_max": ("polls", "max_expiration"),
}


async def declared(connection: Connection) -> dict[str, Any]:
    """What the instance says of itself, reduced to what we use; `read_on` is the day it was read."""
    try:
        instance = await client.read(connection, "/api/v2/instance")
    except Permanent as error:
        if error.code != "not_found":
            raise
        instance = await client.read(connection, "/api/v1/instance")
    with answers.understood(mutation=False):
        return reduce(instance)


def reduce(instance: dict[str, Any]) -> dict[str, Any]:
    configuration = instance.get("configuration") or {}
    kept: dict[str, Any] = {}
    for name, (section, key) in KEPT.items():
        value = (configuration.get(section) or {}).get(key)
        if isinstance(value, int) and value > 0:
            kept[name] = value
    # Servers of before the configuration said it at the top: Pleroma, Glitch.
    if "characters" not in kept and isinstance(instance.get("max_toot_chars"), int):
        kept["characters"] = instance["max_toot_chars"]
    mimes = (configuration.get("media_attachments") or {}).get("supported_mime_types")
    if isinstance(mimes, list):
        kept["mimes"] = [mime for mime in mimes if isinstance(mime, str)]
    host = str(instance.get("domain") or instance.get("uri") or "").removeprefix("https://").rstrip("/")
    return {**kept, "host": host, "version": str(instance.get("version", ""))[:60], "read_on": clock.now().date().isoformat()}


def texts(declared: dict[str, Any]) -> Limits:
    ours = registry.get("mastodon").manifest.text
    if "characters" not in declared:
        return ours
    return Limits(
        replace(
            limit,
            maximum=declared["characters"],
            url_length=declared.get("url_length", limit.url_length),
            source=f"{declared.get('host')}/api/v2/instance",
            checked_on=date.fromisoformat(declared["read_on"]),
        )
        for limit in ours
    )


def manifest(declared: dict[str, Any]) -> Manifest:
    """The manifest with this instance's limits of media and polls."""
    ours = registry.get("mastodon").manifest
    return replace(
        ours, images=images(ours.images, declared), video=video(ours.video, declared), poll=poll(ours.poll or PollLimits(), declared)
    )


def of_kind(declared: dict[str, Any], kind: str, known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(mime for mime in declared.get("mimes", ()) if mime.startswith(kind)) or known


def images(ours: ImageLimits, declared: dict[str, Any]) -> ImageLimits:
    return replace(
        ours,
        maximum=declared.get("attachments", ours.maximum),
        max_bytes=declared.get("image_bytes", ours.max_bytes),
        max_pixels=declared.get("image_pixels", ours.max_pixels),
        alt_max=declared.get("alt", ours.alt_max),
        mimes=of_kind(declared, "image/", ours.mimes),
    )


def video(ours: VideoLimits, declared: dict[str, Any]) -> VideoLimits:
    return replace(ours, max_bytes=declared.get("video_bytes", ours.max_bytes), mimes=of_kind(declared, "video/", ours.mimes))


def poll(ours: PollLimits, declared: dict[str, Any]) -> PollLimits:
    return replace(
        ours,
        max_options=declared.get("poll_options", ours.max_options),
        option_length=declared.get("poll_option_length", ours.option_length),
        min_seconds=declared.get("poll_min", ours.min_seconds),
        max_seconds=declared.get("poll_max", ours.max_seconds),
    )
