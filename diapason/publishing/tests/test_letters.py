"""Deliveries are looked for by what they say and by the title of their post."""

from datetime import timedelta

import pytest
from django.db import connection

from diapason.core import clock
from diapason.core.letters import holding
from diapason.editorial.models import Post, Variant
from diapason.networks.base.content import Content
from diapason.publishing.models import Delivery, DeliveryLetters
from diapason.publishing.views import deliveries as screen


@pytest.fixture
def delivery(brand, space):
    variant = Variant.objects.create(post=Post.objects.create(workspace=brand, title="Été"), network=space.network)
    content = Content(("Six places", "left!")).as_json()
    return Delivery.objects.create(workspace=brand, space=space, variant=variant, content=content, due_at=clock.now())


def found(brand, asked):
    return list(screen.saying(Delivery.objects.all(), brand, asked))


def test_a_delivery_is_found_by_its_parts_and_by_the_title_of_its_post(brand, delivery):
    assert found(brand, "ete") == found(brand, "PLACES") == found(brand, "places left") == [delivery]
    assert found(brand, "xylophone") == []


def test_a_new_text_and_a_new_title_are_found(brand, delivery):
    delivery.content = Content(("Seven",)).as_json()
    delivery.save()
    delivery.variant.post.title = "Vernissage"
    delivery.variant.post.save()
    assert found(brand, "places") == found(brand, "ete") == []
    assert found(brand, "seven") == found(brand, "vernissage") == [delivery]


def test_a_change_of_state_writes_no_letters(brand, delivery):
    DeliveryLetters.objects.update(letters="kept")
    Delivery.objects.filter(pk=delivery.pk).update(state="due")
    delivery.refresh_from_db()
    delivery.save()
    assert DeliveryLetters.objects.get().letters == "kept"


def test_a_delivery_takes_its_letters_away(delivery):
    delivery.delete()
    assert not DeliveryLetters.objects.exists()


def test_what_many_deliveries_say_is_met_in_the_order_of_the_list(brand, space, delivery, monkeypatch):
    monkeypatch.setattr(screen, "FEW", 3)
    for number in range(6):
        content, due = Content(("Lampe",)).as_json(), clock.now() + timedelta(minutes=number)
        Delivery.objects.create(workspace=brand, space=space, content=content, due_at=due)
    many = screen.saying(Delivery.objects.all(), brand, "lampe").order_by("due_at")
    assert len(many) == 6
    assert list(many) == list(Delivery.objects.exclude(pk=delivery.pk).order_by("due_at"))


def test_the_list_finds_them_in_as_many_queries_with_hits_as_without(client, brand, camille, delivery, django_assert_max_num_queries):
    client.force_login(camille)
    address = f"/w/{brand.slug}/deliveries/?view=all&q="
    client.get(address)
    with django_assert_max_num_queries(11):
        assert client.get(f"{address}places").context["page"].rows == [delivery]
    with django_assert_max_num_queries(11):
        client.get(f"{address}xylophone")


def test_an_index_serves_what_is_asked(brand, delivery):
    """With so few rows the table would be read whole: the test forbids it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    hits = DeliveryLetters.objects.filter(holding("letters", "xylophone"), workspace=brand)
    assert "Bitmap Index Scan on delivery_letters" in hits.values_list("pk")[:501].explain()
