import io

import pytest
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from diapason.media import cropping, fitting, renditions, uploading
from diapason.media.models import Asset, Rendition
from diapason.media.refusals import Refused
from diapason.media.tests import files
from diapason.networks.base.manifest import ImageLimits

ALL = ("image/jpeg", "image/png", "image/webp", "image/gif")


def opened(name: str) -> Image.Image:
    return Image.open(default_storage.open(name))


def test_an_image_within_the_limits_is_sent_as_it_is(voice):
    asset = uploading.add(voice, files.upload(files.picture()))
    assert fitting.fit(asset, None, ImageLimits(4, 1_000_000, ALL)).file == asset.file


def test_a_crop_is_made_in_shares_of_the_original(voice):
    asset = uploading.add(voice, files.upload(files.picture(200, 100)))
    fitted = fitting.fit(asset, (0.25, 0.5, 0.5, 0.5), ImageLimits(4, 0, ALL))
    assert (fitted.width, fitted.height) == opened(fitted.file).size == (100, 50)


@pytest.mark.parametrize("maximum", [60_000, 20_000, 4_000])
def test_a_heavy_image_is_made_lighter_until_it_fits(voice, maximum):
    asset = uploading.add(voice, files.upload(files.noise(300, 200)))
    fitted = fitting.fit(asset, None, ImageLimits(4, maximum, ALL))
    assert fitted.size <= maximum
    assert default_storage.size(fitted.file) == fitted.size


def test_an_image_that_no_size_can_save_is_refused(voice):
    asset = uploading.add(voice, files.upload(files.noise(300, 200)))
    with pytest.raises(Refused) as refused:
        fitting.fit(asset, None, ImageLimits(4, 100, ALL))
    assert refused.value.code == "cannot_fit"


def test_a_type_that_the_network_does_not_take_is_changed(voice):
    asset = uploading.add(voice, files.upload(files.picture(mime="WEBP")))
    fitted = fitting.fit(asset, None, ImageLimits(4, 0, ("image/jpeg",)))
    assert (fitted.mime, opened(fitted.file).format) == ("image/jpeg", "JPEG")


def test_what_was_transparent_becomes_white_in_a_jpeg(voice):
    asset = uploading.add(voice, files.upload(files.picture(mime="PNG", mode="RGBA", colour=(0, 0, 0, 0))))
    fitted = fitting.fit(asset, None, ImageLimits(4, 0, ("image/jpeg",)))
    assert opened(fitted.file).getpixel((3, 3)) == (255, 255, 255)


def test_pixels_are_limited_in_proportion(voice):
    asset = uploading.add(voice, files.upload(files.picture(400, 200)))
    fitted = fitting.fit(asset, None, ImageLimits(4, 0, ALL, max_pixels=20_000))
    assert (fitted.width, fitted.height) == (200, 100)


def test_an_animation_still_moves_once_cropped(voice):
    asset = uploading.add(voice, files.upload(files.moving()))
    fitted = fitting.fit(asset, (0, 0, 0.5, 0.5), ImageLimits(4, 0, ALL))
    assert (fitted.width, fitted.height) == (20, 15)
    assert opened(fitted.file).n_frames == 4  # type: ignore[attr-defined]


def test_an_animation_becomes_a_still_where_it_is_not_taken(voice):
    asset = uploading.add(voice, files.upload(files.moving()))
    assert fitting.fit(asset, None, ImageLimits(4, 0, ("image/jpeg",))).mime == "image/jpeg"


def test_what_is_foreseen_is_what_is_made(voice):
    limits = ImageLimits(4, 0, ("image/jpeg",), max_pixels=5_000)
    asset = uploading.add(voice, files.upload(files.picture(333, 217, mime="WEBP")))
    for crop in [None, (0.1, 0.2, 0.3, 0.4), (0.0, 0.0, 0.5, 1.0)]:
        foreseen, made = fitting.foresee(asset, crop, limits), fitting.fit(asset, crop, limits)
        assert (foreseen.mime, foreseen.width, foreseen.height) == (made.mime, made.width, made.height)


def test_a_rendition_is_made_once(voice):
    asset = uploading.add(voice, files.upload(files.picture(200, 100)))
    limits = ImageLimits(4, 0, ALL)
    first = renditions.made(asset, (0.0, 0.0, 0.5, 0.5), limits)
    assert renditions.made(asset, (0.0, 0.0, 0.5, 0.5), limits) == first
    assert Rendition.objects.count() == 1
    assert renditions.made(asset, (0.0, 0.0, 0.25, 0.5), limits) != first


@given(
    st.integers(1, 6000),
    st.integers(1, 6000),
    st.tuples(st.floats(0, 0.98), st.floats(0, 0.98), st.floats(0.01, 1), st.floats(0.01, 1)),
    st.sampled_from([0, 1000, 1_000_000]),
)
def test_a_crop_is_never_empty_nor_outside_the_image(width, height, crop, pixels):
    left, top, right, bottom = cropping.box(cropping.read(list(crop)), width, height)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    across, down = fitting.within(right - left, bottom - top, pixels)
    assert across >= 1
    assert down >= 1


@given(st.floats(0.2, 5), st.integers(50, 5000), st.integers(50, 5000))
def test_a_centred_crop_has_the_ratio(ratio, width, height):
    _, _, across, down = cropping.centred(ratio, width, height)
    assert across * width / (down * height) == pytest.approx(ratio)


@pytest.mark.parametrize("value", ["x", [1], [0, 0, 0, 0], [2, 0, 1, 1], [0, 0, "a", 1], [float("nan"), 0, 1, 1], {"left": 0}])
def test_a_crop_that_makes_no_sense_is_refused(value):
    with pytest.raises(ValueError, match="crop"):
        cropping.read(value)


@pytest.mark.parametrize("value", [None, [], [0, 0, 1, 1]])
def test_no_crop_is_none(value):
    assert cropping.read(value) is None


def test_foreseeing_reads_no_file():
    asset = Asset(kind="image", file="gone.jpg", mime="image/jpeg", size=9_000_000, width=4000, height=3000)
    seen = fitting.foresee(asset, None, ImageLimits(4, 1_000_000, ALL, max_pixels=3_000_000))
    assert (seen.width, seen.height, seen.size) == (2000, 1500, 1_000_000)


def test_a_damaged_original_is_refused(voice):
    asset = uploading.add(voice, files.upload(files.picture(200, 100)))
    default_storage.delete(asset.file)
    default_storage.save(asset.file, io.BytesIO(b"rubbish"))
    with pytest.raises(Refused):
        fitting.fit(asset, (0, 0, 0.5, 0.5), ImageLimits(4, 0, ALL))
