import errno
import io
from datetime import timedelta

import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.urls import reverse

from diapason.core import clock
from diapason.media import handlers, uploading
from diapason.media.models import Asset
from diapason.media.tests import files
from diapason.workspaces.members import member_of


@pytest.fixture
def asset(voice):
    return uploading.add(voice, files.upload(files.picture(), "door.jpg"))


@pytest.fixture
def signed_in(client, yanis):
    client.force_login(yanis)
    return client


def send(client, brand, *uploads, **headers):
    return client.post(reverse("upload", args=[brand.slug]), {"file": list(uploads)}, **headers)


def test_files_are_added_from_a_plain_form(signed_in, brand):
    answer = send(signed_in, brand, files.upload(files.picture()), files.upload(b"<svg/>", "logo.svg"))
    assert answer.status_code == 302
    assert Asset.objects.count() == 1
    page = signed_in.get(answer.url).content.decode()
    assert "SVG drawings can carry programs" in page
    assert "1 file was added" in page


def test_a_script_gets_what_it_needs_to_show_the_file(signed_in, brand):
    answer = send(signed_in, brand, files.upload(files.picture(), "door.jpg"), HTTP_ACCEPT="application/json")
    assert answer.status_code == 201
    assert answer.json()["assets"][0]["title"] == "door"
    refused = send(signed_in, brand, files.upload(b"%PDF", "a.pdf"), HTTP_ACCEPT="application/json")
    assert refused.status_code == 422
    assert "not an image or a video" in refused.json()["refused"][0]["reason"]


def test_an_upload_announced_at_two_gigabytes_is_refused_unread(signed_in, brand):
    class Unread(io.RawIOBase):
        def read(self, *_):
            raise AssertionError("the body was read")

    answer = signed_in.generic(
        "POST",
        reverse("upload", args=[brand.slug]),
        b"",
        CONTENT_TYPE="multipart/form-data; boundary=x",
        HTTP_ACCEPT="application/json",
        CONTENT_LENGTH="2000000000",
        **{"wsgi.input": Unread()},
    )
    assert answer.status_code == 413
    assert "512 MB" in answer.json()["refused"][0]["reason"]


def test_an_upload_that_turns_out_too_large_is_cut_and_leaves_nothing(signed_in, brand, monkeypatch, tmp_path, settings, media_folder):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    monkeypatch.setattr(handlers, "limit", lambda: 200_000)
    answer = send(signed_in, brand, files.upload(b"\xff\xd8\xff" + b"x" * 400_000))
    assert answer.status_code == 413
    assert "Nothing of it was kept" in answer.content.decode()
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []
    assert not media_folder.exists()


def test_an_upload_that_the_disk_cannot_take_is_refused_and_leaves_nothing(signed_in, brand, monkeypatch, tmp_path, settings, media_folder):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()

    def full(*_given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", full)
    answer = send(signed_in, brand, files.upload(files.picture()), HTTP_ACCEPT="application/json")
    assert answer.status_code == 507
    assert "no room left" in answer.json()["refused"][0]["reason"]
    assert "No room left" in send(signed_in, brand, files.upload(files.picture())).content.decode()
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []
    assert not media_folder.exists()


def test_a_form_without_its_token_is_refused(brand, yanis):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(yanis)
    assert send(client, brand, files.upload(files.picture())).status_code == 403
    assert not Asset.objects.exists()


def test_the_library_shows_searches_and_filters(signed_in, brand, asset, voice):
    other = uploading.add(voice, files.upload(files.picture(colour="red"), "lamp.jpg"), tags=["summer"], alt="A lamp")
    other.rights_end = (clock.now() + timedelta(days=3)).date()
    other.save()
    url = reverse("media", args=[brand.slug])
    for query, titles in {
        "": ["door", "lamp"],
        "?q=LAMP": ["lamp"],
        "?tag=summer": ["lamp"],
        "?rights=ending": ["lamp"],
        "?alt=missing": ["door"],
        "?kind=video": [],
    }.items():
        page = signed_in.get(url + query)
        assert sorted(str(found) for found, _state in page.context["cells"]) == titles, query
    assert "Rights end soon" in signed_in.get(url).content.decode()
    assert signed_in.get(url + "?cursor=rubbish&kind=%00&q=%00").status_code == 200
    assert 'data-action="composer-media#pick"' in signed_in.get(url + "?pick=1").content.decode()


def test_the_library_costs_the_same_however_many_files(signed_in, brand, voice, django_assert_max_num_queries):
    Asset.objects.bulk_create(
        Asset(workspace=brand, kind="image", file=f"1/a/{n}.jpg", thumbnail=f"1/t/{n}.webp", mime="image/jpeg", size=1, sha256=str(n))
        for n in range(60)
    )
    with django_assert_max_num_queries(9):
        page = signed_in.get(reverse("media", args=[brand.slug]))
    assert page.context["page"].next
    assert len(page.content) < 80_000


def test_a_file_is_described(signed_in, brand, asset):
    url = reverse("asset", args=[brand.slug, asset.pk])
    answer = signed_in.post(url, {"title": "The door", "alt": "A blue door", "tags": "door, #Blue, door", "rights_end": "2027-01-01"})
    assert answer.status_code == 302
    asset.refresh_from_db()
    assert (asset.title, asset.alt, asset.tags, str(asset.rights_end)) == ("The door", "A blue door", ["door", "Blue"], "2027-01-01")
    assert signed_in.post(url, {"rights_end": "31/02/2027"}).status_code == 422


def test_a_file_leaves_the_library_and_comes_back(signed_in, brand, asset):
    signed_in.post(reverse("asset_removal", args=[brand.slug, asset.pk]))
    assert signed_in.get(reverse("asset", args=[brand.slug, asset.pk])).status_code == 404
    signed_in.post(reverse("asset_restoration", args=[brand.slug, asset.pk]))
    assert signed_in.get(reverse("asset", args=[brand.slug, asset.pk])).status_code == 200


# ── The files themselves ─────────────────────────────────────────────────────────────────────────────────────────────
def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_file_is_sent_to_members_with_its_type_and_never_run(signed_in, asset):
    answer = signed_in.get(f"/media/{asset.file}")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Cache-Control"].startswith("private")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert len(body(answer)) == asset.size


def test_a_file_does_not_exist_for_an_outsider_nor_a_visitor(client, asset, olga):
    assert client.get(f"/media/{asset.file}").status_code == 404
    client.force_login(olga)
    assert client.get(f"/media/{asset.file}").status_code == 404


@pytest.mark.parametrize(
    "name",
    ["../secret_key", "{brand}/../../secret_key", "{brand}/a/x.svg", "{brand}/a/none.jpg", "x/a/b.jpg", "9" * 30 + "/a.jpg", "{brand}"],
)
def test_what_is_not_a_file_of_the_library_is_not_found(signed_in, brand, name):
    assert signed_in.get(f"/media/{name.format(brand=brand.pk)}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "length"),
    [
        ("bytes=0-9", 206, 10),
        ("bytes=-5", 206, 5),
        ("bytes=10-", 206, None),
        ("bytes=999999-", 416, 0),
        ("bytes=9-2", 416, 0),
        ("lines=1-2", 200, None),
    ],
)
def test_ranges_are_for_videos_that_are_sought_in(signed_in, asset, asked, status, length):
    answer = signed_in.get(f"/media/{asset.file}", headers={"Range": asked})
    assert answer.status_code == status
    if status == 206:
        expected = length or asset.size - 10
        assert len(body(answer)) == expected == int(answer.headers["Content-Length"])
    if status != 200:
        assert answer.headers["Content-Range"].endswith(f"/{asset.size}")


async def test_under_asgi_a_file_is_read_in_pieces(async_client, asset, yanis):
    await async_client.aforce_login(yanis)
    answer = await async_client.get(f"/media/{asset.file}")
    assert answer.is_async
    assert len(b"".join([piece async for piece in answer.streaming_content])) == asset.size


test_under_asgi_a_file_is_read_in_pieces = pytest.mark.django_db(transaction=True)(test_under_asgi_a_file_is_read_in_pieces)


def test_another_brands_file_is_not_found(client, olga, asset):
    client.force_login(olga)
    member_of(olga, "ailleurs")
    assert client.get(reverse("asset", args=["ailleurs", asset.pk])).status_code == 404


def test_a_thumbnail_is_found_by_number_kept_privately_and_is_nothing_to_an_outsider(signed_in, client, olga, brand, asset):
    url = reverse("asset_thumbnail", args=[brand.slug, asset.pk])
    answer = signed_in.get(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    assert answer.headers["Cache-Control"].startswith("private")
    assert signed_in.get(reverse("asset_thumbnail", args=[brand.slug, 0])).status_code == 404
    client.force_login(olga)
    assert client.get(url).status_code == 404
    assert client.get(reverse("asset_thumbnail", args=["ailleurs", asset.pk])).status_code == 404


@pytest.mark.parametrize("kind", ["image", "video"])
def test_a_file_without_a_thumbnail_is_listed_shown_and_offered(signed_in, brand, kind):
    bare = Asset.objects.create(workspace=brand, kind=kind, file=f"bare.{kind}", mime=f"{kind}/x", size=1, sha256="0" * 64, title="Bare")
    for address in (reverse("media", args=[brand.slug]), reverse("asset", args=[brand.slug, bare.pk])):
        assert "Bare" in signed_in.get(address).content.decode()
    picker = signed_in.get(reverse("media", args=[brand.slug]), {"pick": "1"}, headers={"HX-Request": "true"})
    assert "Bare" in picker.content.decode()
