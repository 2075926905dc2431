"""Videos: probed, their packets copied into a clean container without metadata, and one frame for a thumbnail.

Nothing is decoded but that frame, and nothing is encoded anew: what the person chose for quality stays.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
from django.utils.translation import gettext_lazy as _
from PIL import Image

from diapason.media import images, storing
from diapason.media.refusals import Refused

CODECS = {"h264", "hevc", "vp8", "vp9", "av1", "mpeg4"}
MAX_SECONDS = 4 * 3600


@dataclass(frozen=True, slots=True)
class Clip:
    """What was found. `width` and `height` are as shown (turned when the video says so); `duration` in seconds."""

    mime: str
    width: int
    height: int
    duration: float
    probe: dict[str, Any]
    thumbnail: images.Picture


def clean(source: Path, target: Path, mime: str) -> Clip:
    """Copies the picture and the sound of `source` to `target`, without metadata nor other tracks (positions, subtitles).

    `mime` is the sniffed type; WebM stays WebM, anything else becomes MP4. Raises Refused with the reason.
    """
    try:
        kept = "video/webm" if mime == "video/webm" else "video/mp4"
        with av.open(str(source)) as container:
            found = probe(container)
            remux(container, target, "webm" if kept == "video/webm" else "mp4")
        with av.open(str(target)) as container:
            picture, turned = first_frame(container)
    except (av.FFmpegError, ValueError, OSError) as error:
        if storing.is_full(error):
            raise storing.no_room() from error
        raise Refused(
            "damaged", _("This video is damaged or incomplete: it cannot be read. Export it again as MP4, then add it again.")
        ) from error
    width, height = (found["height"], found["width"]) if turned else (found["width"], found["height"])
    return Clip(kept, width, height, found["duration"], found, picture)


def probe(container: Any) -> dict[str, Any]:
    """Codec, sizes in pixels, frames a second, duration in seconds, sound. Raises Refused for what cannot be published."""
    if not container.streams.video:
        raise Refused("no_picture", _("This file has sound only. Networks publish videos: add a picture to it, then add it again."))
    stream = container.streams.video[0]
    if stream.codec_context.name.removeprefix("lib").split("-")[0] not in CODECS | {"dav1d", "vpx"}:
        raise Refused("codec", _("This video is encoded in a way that networks do not take. Export it as MP4 (H.264), then add it again."))
    duration = float(container.duration or 0) / av.time_base
    if duration <= 0 or duration > MAX_SECONDS:
        raise Refused("duration", _("The duration of this video cannot be used. Export it again as MP4, of 4 hours at most."))
    sound = container.streams.audio[0].codec_context.name if container.streams.audio else ""
    return {
        "codec": stream.codec_context.codec.canonical_name,
        "width": stream.codec_context.width,
        "height": stream.codec_context.height,
        "fps": round(float(stream.average_rate or 0), 3),
        "duration": round(duration, 3),
        "audio": sound,
        "pixels": stream.codec_context.pix_fmt or "",
    }


def remux(container: Any, target: Path, form: str) -> None:
    """The first picture and the first sound only: the tracks that carry positions are left out with the rest."""
    wanted = [container.streams.video[0], *container.streams.audio[:1]]
    options = {"movflags": "+faststart"} if form == "mp4" else {}
    with av.open(str(target), "w", format=form, options=options) as output:
        copies = {stream.index: output.add_stream_from_template(stream) for stream in wanted}
        for copy in copies.values():
            copy.metadata.clear()
        for packet in container.demux(wanted):
            if packet.dts is None:
                continue
            packet.stream = copies[packet.stream.index]
            output.mux(packet)


def first_frame(container: Any) -> tuple[images.Picture, bool]:
    """A frame one second in (or the first), upright, as a thumbnail; and whether the video is shown turned by a quarter."""
    chosen = None
    for frame in container.decode(video=0):
        chosen = frame
        if frame.time is None or frame.time >= 1:
            break
    if chosen is None:
        raise ValueError("no frame")
    angle = round(chosen.rotation) % 360
    image: Image.Image = chosen.to_image()
    image = image.rotate(angle, expand=True) if angle else image
    image.thumbnail(images.THUMBNAIL)
    data = io.BytesIO()
    image.save(data, "WEBP", quality=80)
    return images.Picture(data.getvalue(), "image/webp", image.width, image.height), angle in {90, 270}
