"""Comments of a site of ours: shown, held, unwanted or in the bin, from the inbox."""

import pytest
from django.urls import reverse

from conftest import join
from diapason.inbox.models import Conversation, Message
from diapason.inbox.reading import store
from diapason.inbox.tests.double import said
from diapason.networks.base.errors import Temporary
from diapason.workspaces.models import Event


class Moderate:
    STATES = ("approved", "hold", "spam", "trash")

    def __init__(self):
        self.asked, self.error = [], None

    async def set_state(self, connection, remote_id, state):
        if self.error:
            raise self.error
        self.asked.append((remote_id, state))


@pytest.fixture
def site(radio, monkeypatch):
    radio.moderate = Moderate()
    monkeypatch.setattr(type(radio), "can", lambda self, capability: capability in {"converse", "publish", "moderate"})
    return radio.moderate


@pytest.fixture
def comment(space, site):
    store(space, "comments", [said("c1", "Buy my pills", data={"post": 7, "status": "hold"})])
    return Message.objects.select_related("space", "conversation").get()


def act(client, comment, state):
    brand = comment.conversation.workspace
    return client.post(reverse("moderation", args=[brand.slug, comment.conversation_id, comment.pk, state]))


def page(client, comment) -> str:
    return str(client.get(reverse("conversation", args=[comment.conversation.workspace.slug, comment.conversation_id])).text)


def test_a_held_comment_says_so_and_offers_the_other_states(client, yanis, comment):
    client.force_login(yanis)
    shown = page(client, comment)
    assert "states.hold" in shown
    for state in ("approved", "spam", "trash"):
        assert reverse("moderation", args=["maison-lumen", comment.conversation_id, comment.pk, state]) in shown


def test_a_comment_is_shown_from_the_inbox_and_the_act_can_be_undone(client, yanis, comment, site):
    client.force_login(yanis)
    assert act(client, comment, "approved").status_code in {200, 302}
    assert site.asked == [("c1", "approved")]
    comment.refresh_from_db()
    assert comment.data == {"post": 7, "status": "approved"}, "what an answer needs is kept"
    assert Event.objects.get(verb="conversation.moderated").data["before"] == "hold"
    act(client, comment, "hold")
    assert site.asked[-1] == ("c1", "hold")


def test_spam_leaves_nobody_waiting_and_comes_back_when_it_was_none(client, yanis, comment):
    client.force_login(yanis)
    act(client, comment, "spam")
    assert Conversation.objects.get().status == "closed"
    act(client, comment, "approved")
    assert Conversation.objects.get().status == "open"


def test_what_the_site_did_not_do_is_not_believed(client, yanis, comment, site):
    client.force_login(yanis)
    site.error = Temporary("The server could not be reached.")
    act(client, comment, "trash")
    comment.refresh_from_db()
    assert comment.data["status"] == "hold"
    assert Conversation.objects.get().status == "open"
    assert "nothing was changed" in page(client, comment)


def test_there_is_nothing_to_moderate_where_the_network_has_no_such_states(client, yanis, space):
    store(space, "notifications", [said("m1", data={"status": "hold"})])
    message = Message.objects.select_related("conversation").get()
    client.force_login(yanis)
    assert act(client, message, "approved").status_code == 404
    assert "/moderation/" not in page(client, message)


def test_a_state_that_does_not_exist_and_a_message_of_another_conversation_are_not_found(client, yanis, comment, space):
    client.force_login(yanis)
    assert act(client, comment, "loved").status_code == 404
    other = Conversation.objects.create(workspace=space.workspace, space=space, thread_key="x")
    assert client.post(reverse("moderation", args=["maison-lumen", other.pk, comment.pk, "spam"])).status_code == 404


def test_a_reader_moderates_nothing(client, brand, comment):
    client.force_login(join(brand, "Rea", "reader"))
    assert act(client, comment, "spam").status_code == 403
    assert "/moderation/" not in page(client, comment)
