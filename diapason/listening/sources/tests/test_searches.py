"""Searches of networks: asked through a space, kept where a query finds them."""

import pytest
from asgiref.sync import sync_to_async
from django.urls import reverse

from diapason.core import clock
from diapason.listening.models import Source
from diapason.listening.sources import condition, managing, reading, searches
from diapason.listening.sources.tests.conftest import heard
from diapason.territory.models import Space


@pytest.fixture
def search(owner, space) -> Source:
    return searches.add(owner, space, "  Maison   Lumen ")


@pytest.mark.django_db(transaction=True)
class TestReading:
    async def test_only_what_a_query_finds_is_kept(self, brand, radio, search, page, ask, no_pause):
        await sync_to_async(ask)('"Bonjour 2"')
        radio.search.pages = [page(1, 2, 3, cursor="3")]
        assert await reading.read_host(search.host, [search.pk]) == 1
        await search.arefresh_from_db()
        assert radio.search.asked == [("Maison Lumen")]
        assert (search.cursor, search.brought) == ("3", 1)
        [mention] = await sync_to_async(heard)(brand)
        assert (mention.text, mention.kind, mention.key) == ("Bonjour 2", "post", "radio:radio.example.com/2")
        assert mention.space is None  # it was not said to us

    async def test_a_space_that_is_no_longer_connected_is_said(self, radio, space, search, no_pause):
        await Space.objects.filter(pk=space.pk).aupdate(state=Space.State.NEEDS_RECONNECT)
        assert await reading.read_host(search.host, [search.pk]) == 0
        await search.arefresh_from_db()
        assert radio.search.asked == []
        assert search.error_code == "not_connected"
        assert await sync_to_async(condition.trouble)(search)


@pytest.mark.django_db
class TestChoosing:
    def test_the_same_words_are_searched_once_at_a_place(self, owner, space, search):
        assert (search.name, search.words, search.host) == (f"Maison Lumen · {space}", "Maison Lumen", "radio.example.com")
        with pytest.raises(managing.CannotAdd, match="searched there already"):
            searches.add(owner, space, "maison lumen")
        managing.remove(owner, search)
        assert searches.add(owner, space, "maison lumen").pk == search.pk
        assert Source.objects.get().removed_at is None

    def test_a_search_that_was_taken_out_does_not_come_back_beside_its_twin(self, owner, space, search):
        managing.remove(owner, search)
        search.refresh_from_db()
        twin = Source.objects.create(
            workspace=search.workspace, kind="search", space=space, words=search.words, name="Twin", network="radio"
        )
        with pytest.raises(managing.AlreadyThere):
            managing.restore(owner, search)
        assert Source.objects.get(removed_at=None) == twin

    def test_the_form_asks_for_a_space_of_the_brand_that_can_search(self, client, yanis, brand, space):
        client.force_login(yanis)
        url = reverse("new_search", args=[brand.slug])
        assert client.post(url, {"space": space.pk, "words": "#lumen"}).status_code == 302
        source = Source.objects.get()
        assert (source.words, source in reading.readable(clock.now())) == ("#lumen", True)
        assert client.post(url, {"space": space.pk, "words": "#Lumen"}).status_code == 422
        elsewhere = Space.objects.create(workspace=other_brand(), network="radio", name="X", account_id="u-x", base_url="https://x.example")
        assert client.post(url, {"space": elsewhere.pk, "words": "lumen"}).status_code == 422

    def test_without_such_a_space_the_screen_says_what_to_do(self, client, camille, brand):
        client.force_login(camille)
        assert "Connect a space" in client.get(reverse("new_search", args=[brand.slug])).text


def other_brand():
    from diapason.workspaces.models import Organisation, Workspace

    organisation = Organisation.objects.create(name="Ailleurs")
    return Workspace.objects.create(organisation=organisation, name="Ailleurs", slug="ailleurs")
