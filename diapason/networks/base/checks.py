"""The checks that follow from a manifest alone, the same for every network."""

from collections.abc import Iterator

from diapason.networks.base.content import Attachment, Content, Level, Problem
from diapason.networks.base.counting import Limits
from diapason.networks.base.manifest import Manifest, PollLimits


def check(content: Content, manifest: Manifest, limits: Limits) -> list[Problem]:
    """Every problem of this content, texts first. `limits` are the effective ones (the server's own, if declared)."""
    return [
        *texts(content, manifest, limits),
        *attachments(content, manifest),
        *poll(content, manifest.poll),
    ]


def texts(content: Content, manifest: Manifest, limits: Limits) -> Iterator[Problem]:
    if not content.text.strip() and not content.attachments and not content.poll:
        yield Problem("empty")
    for number, part in enumerate(content.parts, 1):
        limit = limits.tightest(part)
        if limit and not limit.fits(part):
            yield Problem("too_long", values={"over": -limit.left(part), "maximum": limit.maximum, "part": number})
    if len(content.parts) > 1 and not manifest.thread:
        yield Problem("no_thread")
    if manifest.title_max and len(content.title) > manifest.title_max:
        yield Problem("title_too_long", values={"maximum": manifest.title_max}, field="title")


def attachments(content: Content, manifest: Manifest) -> Iterator[Problem]:
    videos = [item for item in content.attachments if item.is_video]
    images = [item for item in content.attachments if not item.is_video]
    if len(images) > manifest.images.maximum:
        yield Problem("too_many_images", values={"maximum": manifest.images.maximum}, field="media")
    if len(videos) > manifest.video.maximum:
        yield Problem("too_many_videos", values={"maximum": manifest.video.maximum}, field="media")
    if images and videos and "mixed_media" not in manifest.features:
        yield Problem("mixed_media", field="media")
    for image in images:
        yield from image_problems(image, manifest)
    for video in videos:
        yield from video_problems(video, manifest)


def image_problems(image: Attachment, manifest: Manifest) -> Iterator[Problem]:
    limits = manifest.images
    if limits.mimes and image.mime not in limits.mimes:
        yield Problem("image_type", values={"type": image.mime}, field="media")
    if limits.alt_max and len(image.alt) > limits.alt_max:
        yield Problem("alt_too_long", values={"maximum": limits.alt_max}, field="media")
    ratio = image.width / image.height if image.height else 0
    if ratio and ((limits.min_ratio and ratio < limits.min_ratio) or (limits.max_ratio and ratio > limits.max_ratio)):
        yield Problem("image_ratio", values={"ratio": round(ratio, 2)}, field="media")


def video_problems(video: Attachment, manifest: Manifest) -> Iterator[Problem]:
    limits = manifest.video
    if limits.mimes and video.mime not in limits.mimes:
        yield Problem("video_type", values={"type": video.mime}, field="media")
    if limits.max_bytes and video.size > limits.max_bytes:
        yield Problem("video_too_large", values={"maximum_mb": limits.max_bytes // 1_000_000}, field="media")
    if limits.max_seconds and video.duration > limits.max_seconds:
        yield Problem("video_too_long", values={"maximum": limits.max_seconds}, field="media")
    if limits.min_seconds and video.duration < limits.min_seconds:
        yield Problem("video_too_short", values={"minimum": limits.min_seconds}, field="media")


def poll(content: Content, limits: PollLimits | None) -> Iterator[Problem]:
    if not content.poll:
        return
    if not limits:
        yield Problem("no_poll", field="poll")
        return
    if not limits.min_options <= len(content.poll.options) <= limits.max_options:
        yield Problem("poll_options", values={"minimum": limits.min_options, "maximum": limits.max_options}, field="poll")
    if any(len(option) > limits.option_length or not option.strip() for option in content.poll.options):
        yield Problem("poll_option_length", values={"maximum": limits.option_length}, field="poll")
    if not limits.min_seconds <= content.poll.seconds <= limits.max_seconds:
        yield Problem("poll_duration", field="poll")
    if content.attachments:
        yield Problem("poll_with_media", Level.ERROR, field="poll")
