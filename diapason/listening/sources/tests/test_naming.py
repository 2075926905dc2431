"""How sources are called."""

import pytest
from django.urls import reverse
from django.utils import translation

from diapason.listening.models import Source
from diapason.listening.sources import inbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def stream(brand, space):
    space.name = "Atelier"
    space.save()
    return Source.objects.create(workspace=brand, kind=Source.Kind.STREAM, network=space.network, space=space)


def test_what_diapason_names_is_named_in_the_language_of_the_reader(brand, stream):
    letters = inbox.source_of(brand)
    with translation.override("fr"):
        assert (str(letters), str(stream)) == ("Boîte de réception", f"Tout ce qui se dit · {stream.net} · {stream.space}")
    with translation.override("en"):
        assert (str(letters), str(stream)) == ("Inbox", f"All that is said · {stream.net} · {stream.space}")


def test_a_tag_is_the_name_and_a_network_is_not_said_twice(stream):
    stream.words, stream.space.name = "#lampes", f"Lumen · {stream.net}"
    assert str(stream) == f"#lampes · Lumen · {stream.net}"


def test_a_name_that_somebody_chose_stays_and_an_untouched_one_is_not_kept(client, yanis, brand, stream):
    client.force_login(yanis)
    address = reverse("source", args=[brand.slug, stream.pk])
    shown = client.get(address).context["form"].initial["name"]
    for typed, kept in ((shown, ""), ("Le réseau", "Le réseau"), ("", "")):
        assert client.post(address, {"name": typed}).status_code == 302
        stream.refresh_from_db()
        assert stream.name == kept


def test_a_stream_without_a_name_is_found_by_what_it_listens_to(client, yanis, brand, stream):
    client.force_login(yanis)
    page = client.get(reverse("sources", args=[brand.slug]), {"q": stream.space.name[:6]})
    assert [row.source for row in page.context["rows"]] == [stream]
