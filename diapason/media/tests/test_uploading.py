import errno
import io
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from PIL import Image

from diapason.media import uploading, videos
from diapason.media.models import Asset
from diapason.media.refusals import Refused
from diapason.media.tests import files
from diapason.workspaces import events
from diapason.workspaces.models import Event


def stored(asset: Asset) -> Image.Image:
    return Image.open(default_storage.open(asset.file))


def kept(folder):
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def test_a_photo_is_kept_upright_and_without_its_position(voice):
    asset = uploading.add(voice, files.upload(files.located_photo(), "IMG_2041.jpg"))

    assert (asset.width, asset.height) == (60, 80)
    assert asset.title == "IMG 2041"
    raw = default_storage.open(asset.file).read()
    assert b"Exif" not in raw
    assert b"Camille" not in raw
    assert b"taken at home" not in raw
    assert not stored(asset).getexif()


def test_the_name_of_a_stored_file_cannot_be_guessed(voice):
    first = uploading.add(voice, files.upload(files.picture(), "photo.jpg"))
    second = uploading.add(voice, files.upload(files.picture(colour="red"), "photo.jpg"))

    assert "photo" not in first.file
    assert first.file.startswith(f"{voice.workspace.pk}/a/")
    assert first.file != second.file


def test_adding_a_file_is_recorded(voice):
    asset = uploading.add(voice, files.upload(files.picture()))
    event = Event.objects.get(verb="asset.added")
    assert (event.person, event.subject, event.subject_id) == (voice.person, "media.asset", asset.pk)


def test_the_same_file_is_kept_once(voice):
    first = uploading.add(voice, files.upload(files.picture()))
    assert uploading.add(voice, files.upload(files.picture(), "again.jpg")) == first


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (files.picture(mime="JPEG"), "image/jpeg"),
        (files.picture(mime="PNG"), "image/png"),
        (files.picture(mime="WEBP"), "image/webp"),
        (files.picture(mime="AVIF"), "image/jpeg"),
        (files.picture(mime="AVIF", mode="RGBA", colour=(0, 0, 0, 0)), "image/png"),
        (files.picture(mime="JPEG", mode="CMYK", colour=(0, 0, 0, 0)), "image/jpeg"),
        (files.picture(mime="PNG", mode="I;16", colour=40000), "image/png"),
        (files.picture(mime="PNG", mode="P", colour=3), "image/png"),
        (files.picture(mime="GIF"), "image/png"),
    ],
)
def test_every_kind_of_image_is_taken(voice, data, mime):
    asset = uploading.add(voice, files.upload(data, "named-anyhow.exe"))
    assert asset.mime == mime
    assert stored(asset).mode in {"RGB", "RGBA"}
    assert default_storage.exists(asset.thumbnail)


def test_a_16_bit_grey_keeps_its_light(voice):
    asset = uploading.add(voice, files.upload(files.picture(mime="PNG", mode="I;16", colour=40000)))
    assert stored(asset).getpixel((5, 5)) == (156, 156, 156)


@pytest.mark.parametrize("mime", ["GIF", "WEBP"])
def test_an_animation_keeps_moving(voice, mime):
    asset = uploading.add(voice, files.upload(files.moving(mime=mime)))
    assert asset.probe == {"frames": 4}
    assert stored(asset).n_frames == 4  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "svg"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><!-- x --><svg/>", "svg"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
        (b"%PDF-1.7 hello", "type"),
        (b"MZ" + b"\0" * 200, "type"),
        (files.bomb(), "pixels"),
        (files.bomb(9500, 9500), "pixels"),
        (files.picture(400, 400)[:900], "damaged"),
        (b"\xff\xd8\xff" + b"rubbish" * 50, "damaged"),
        (b"GIF89a" + b"\xff" * 40, "damaged"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + b"\0" * 100, "damaged"),
        (b"\x1a\x45\xdf\xa3webm" + b"\0" * 100, "damaged"),
    ],
)
def test_what_cannot_be_published_is_refused_with_a_reason_and_leaves_nothing(voice, media_folder, data, code):
    with pytest.raises(Refused) as refused:
        uploading.add(voice, files.upload(data, "photo.jpg"))
    assert refused.value.code == code
    assert len(str(refused.value)) > 20 or code == "empty"
    assert kept(media_folder) == []
    assert not Asset.objects.exists()


def test_nothing_stays_on_the_disk_when_the_row_cannot_be_saved(voice, media_folder, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(events, "record", fail)
    with pytest.raises(RuntimeError):
        uploading.add(voice, files.upload(files.picture()))
    assert kept(media_folder) == []


@pytest.mark.parametrize("times", [0, 1])
def test_a_full_disk_is_said_and_leaves_nothing(voice, media_folder, monkeypatch, times):
    """The file itself, or only its thumbnail, does not fit any more."""
    save: Any = vars(FileSystemStorage)["_save"]
    done: list[str] = []

    def filling(self, name, content):
        if len(done) == times:
            path = media_folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.read()[:10])  # what could be written
            raise OSError(errno.ENOSPC, "No space left on device")
        done.append(name)
        return save(self, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", filling)
    with pytest.raises(Refused, match="no room left"):
        uploading.add(voice, files.upload(files.picture()))
    assert kept(media_folder) == []
    assert not Asset.objects.exists()


def test_a_video_that_the_disk_cannot_take_is_not_called_damaged(voice, tmp_path, monkeypatch):
    def fail(*_given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(videos, "remux", fail)
    with pytest.raises(Refused, match="no room left"):
        uploading.add(voice, files.upload(files.video(tmp_path / "clip.mp4")))


def test_a_video_is_probed_and_loses_its_position(voice, tmp_path):
    raw = files.video(tmp_path / "clip.mp4", seconds=2)
    assert b"loci" in raw

    asset = uploading.add(voice, files.upload(raw, "clip.mp4"))

    clean = default_storage.open(asset.file).read()
    assert b"loci" not in clean
    assert b"taken at home" not in clean
    assert (asset.kind, asset.mime, asset.width, asset.height) == ("video", "video/mp4", 64, 48)
    assert asset.duration == pytest.approx(2, abs=0.2)
    assert (asset.probe["codec"], asset.probe["fps"]) == ("h264", 10.0)
    assert Image.open(default_storage.open(asset.thumbnail)).size == (64, 48)


def test_a_webm_stays_a_webm(voice, tmp_path):
    asset = uploading.add(voice, files.upload(files.video(tmp_path / "clip.webm", codec="libvpx", form="webm")))
    assert (asset.mime, asset.file[-5:]) == ("video/webm", ".webm")


def test_a_file_with_sound_only_is_refused(voice, tmp_path):
    with pytest.raises(Refused, match="sound only"):
        uploading.add(voice, files.upload(files.only_sound(tmp_path / "song.mp4")))


def test_metadata_of_a_png_goes_too(voice):
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Location", "48.8566, 2.3522")
    asset = uploading.add(voice, files.upload(files.picture(mime="PNG", pnginfo=info)))
    assert b"48.8566" not in default_storage.open(asset.file).read()


@pytest.mark.parametrize(
    ("name", "title"),
    [("IMG_2041.jpg", "IMG 2041"), ("../../etc/passwd", "passwd"), ("C:\\été\\vue.png", "vue"), ("", ""), ("a" * 400, "a" * 200)],
)
def test_a_title_is_read_from_the_name(name, title):
    assert uploading.title_of(name) == title


def test_a_colour_profile_is_applied_then_removed(voice):
    wide = io.BytesIO()
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (10, 10), (10, 200, 30)).save(wide, "PNG", icc_profile=profile)
    asset = uploading.add(voice, files.upload(wide.getvalue()))
    assert "icc_profile" not in stored(asset).info
    assert stored(asset).getpixel((0, 0)) == (10, 200, 30)
