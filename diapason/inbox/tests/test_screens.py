import pytest
from django.urls import reverse
from django.utils import translation

from conftest import at
from diapason.core import clock
from diapason.inbox.models import Closure, Conversation, Message, Note, SavedReply
from diapason.inbox.reading import store
from diapason.inbox.tests.double import THEO, said
from diapason.networks.base.content import Author
from diapason.publishing.models import Delivery
from diapason.workspaces.models import Membership

PANE = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "div#conversation"}


@pytest.fixture
def conversation(space) -> Conversation:
    store(space, "notifications", [said("m1", "Où est ma commande ?")])
    return Conversation.objects.get()


@pytest.fixture
def browser(client, yanis):
    client.force_login(yanis)
    return client


def undo_of(response):
    return next(message.extra_tags.removeprefix("undo=") for message in response.context["messages"])


def test_the_list_shows_who_waits_and_the_conversation_opens_beside_it(browser, conversation):
    assert "Julie Marchand" in browser.get(at("inbox")).text
    page = browser.get(at("conversation", conversation.pk)).text
    assert "Où est ma commande ?" in page
    assert 'id="conversations"' in page
    conversation.refresh_from_db()
    assert not conversation.unread


def test_from_the_list_only_the_conversation_travels(browser, conversation):
    part = browser.get(at("conversation", conversation.pk), **PANE).text
    assert part.strip().startswith('<div id="conversation"')
    assert 'id="conversations"' not in part


def test_an_empty_inbox_says_what_it_is_for(browser, brand):
    assert "No space is read yet" in browser.get(at("inbox")).text


def test_another_brand_sees_nothing_of_it(client, olga, conversation):
    client.force_login(olga)
    assert client.get(at("conversation", conversation.pk)).status_code == 404
    assert client.get(reverse("conversation", args=["ailleurs", conversation.pk])).status_code == 404
    assert client.post(reverse("reply", args=["ailleurs", conversation.pk]), {"text": "x"}).status_code == 404
    assert client.post(reverse("inbox_bulk", args=["ailleurs"]), {"id": conversation.pk, "act": "closure"}).status_code == 302
    conversation.refresh_from_db()
    assert conversation.status == "open"


def test_a_reader_reads_and_cannot_answer(client, camille, conversation):
    Membership.objects.filter(person=camille).update(role="reader")
    client.force_login(camille)
    page = client.get(at("conversation", conversation.pk)).text
    assert "reply-form" not in page
    for name in ("reply", "note", "conversation_closure", "conversation_assignment"):
        assert client.post(at(name, conversation.pk), {"text": "x"}).status_code == 403


def test_a_reply_appears_at_once_says_where_it_stands_and_can_be_undone(browser, conversation):
    page = browser.post(at("reply", conversation.pk), {"text": "Elle part ce soir.", "seen": "0"}, follow=True)
    assert "Elle part ce soir." in page.text
    assert "On its way" in page.text
    assert browser.post(undo_of(page)).status_code == 204
    back = browser.get(at("conversation", conversation.pk))
    assert Message.objects.filter(direction="out").count() == 0
    assert ">Elle part ce soir.</textarea>" in back.text


def test_a_refused_reply_keeps_what_was_typed(browser, conversation, radio):
    from diapason.inbox.tests.double import Radio

    radio.manifest = Radio(thread=False).manifest
    page = browser.post(at("reply", conversation.pk), {"text": "x" * 101})
    assert page.status_code == 422
    assert "x" * 101 in page.text
    assert not Delivery.objects.exists()


def test_who_answers_second_is_told_and_keeps_their_words(browser, client, camille, conversation):
    browser.post(at("reply", conversation.pk), {"text": "Ce soir.", "seen": "0"})
    client.force_login(camille)
    page = client.post(at("reply", conversation.pk), {"text": "Demain.", "seen": "0"})
    assert page.status_code == 409
    assert "Demain." in page.text
    seen = Message.objects.get(direction="out").pk
    assert f'name="seen" value="{seen}"' in page.text
    client.post(at("reply", conversation.pk), {"text": "Demain.", "seen": str(seen)})
    assert Message.objects.filter(direction="out").count() == 2


def test_a_failed_reply_says_why_and_what_to_do(browser, conversation):
    browser.post(at("reply", conversation.pk), {"text": "Oui"})
    Delivery.objects.update(state="rejected", detail="The post is gone.")
    page = browser.get(at("conversation", conversation.pk)).text
    assert "Change the text and answer again." in page
    assert "The post is gone." in page


def test_closing_can_be_undone_by_the_toast(browser, conversation):
    page = browser.post(at("conversation_closure", conversation.pk), follow=True)
    assert Closure.objects.filter(ended_at=None).exists()
    assert browser.post(undo_of(page)).status_code == 204
    conversation.refresh_from_db()
    assert conversation.status == "open"


def test_chosen_conversations_are_assigned_together_and_given_back_together(browser, camille, space):
    store(space, "notifications", [said("m1"), said("m2", by=THEO)])
    ids = list(Conversation.objects.values_list("pk", flat=True))
    Conversation.objects.filter(pk=ids[0]).update(assignee=camille)
    page = browser.post(at("inbox_bulk"), {"id": ids, "act": "assignment", "person": "me", "back": at("inbox")}, follow=True)
    assert Conversation.objects.filter(assignee__name="Yanis").count() == 2
    browser.post(undo_of(page))
    assert set(Conversation.objects.values_list("assignee__name", flat=True)) == {"Camille", None}


def test_nobody_outside_the_team_can_be_given_a_conversation(browser, olga, conversation):
    assert browser.post(at("conversation_assignment", conversation.pk), {"person": olga.pk}).status_code == 404


def test_an_undo_of_another_brand_is_refused(browser, client, olga, conversation):
    page = browser.post(at("conversation_closure", conversation.pk), follow=True)
    token = undo_of(page).rstrip("/").split("/")[-1]
    client.force_login(olga)
    assert client.post(reverse("inbox_undo", args=["ailleurs", token])).status_code == 404


def test_a_bulk_act_never_leads_to_another_site(browser, conversation):
    for address in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert browser.post(at("inbox_bulk"), {"act": "closure", "back": address}).url == at("inbox")


def test_notes_stay_inside_and_can_be_put_back(browser, conversation):
    page = browser.post(at("note", conversation.pk), {"text": "Transporteur en panne <b>"}, follow=True)
    assert "Transporteur en panne &lt;b&gt;" in page.text
    assert not Delivery.objects.exists()
    note = Note.objects.get()
    removed = browser.post(at("note_removal", conversation.pk, note.pk), follow=True)
    assert "Transporteur" not in browser.get(at("conversation", conversation.pk)).text
    browser.post(undo_of(removed))
    assert "Transporteur" in browser.get(at("conversation", conversation.pk)).text


def test_hostile_names_and_texts_are_shown_as_text(browser, space):
    evil = Author("u9", '"><script>alert(1)</script>', name="<img src=x onerror=alert(1)>")
    store(space, "notifications", [said("m1", "<svg onload=alert(1)> مرحبا 👩‍👩‍👧", by=evil)])
    page = browser.get(at("conversation", Conversation.objects.get().pk)).text
    assert "<svg onload" not in page
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert 'dir="auto"' in page


def test_the_filters_live_in_the_address_and_nonsense_is_left_out(browser, conversation, space):
    assert "Julie Marchand" in browser.get(at("inbox"), {"space": space.pk, "kind": "comment", "queue": "all"}).text
    assert "Julie Marchand" not in browser.get(at("inbox"), {"kind": "review"}).text
    nonsense = {"space": "9" * 40, "kind": "'", "queue": "x", "assignee": "-1", "cursor": "!!", "q": ""}
    assert "Julie Marchand" in browser.get(at("inbox"), nonsense).text


def test_the_list_goes_beyond_its_first_page(browser, space):
    store(space, "notifications", [said(f"m{n}", minutes=n, by=Author(f"u{n}", f"h{n}", f"Person {n}")) for n in range(50)])
    first = browser.get(at("inbox"))
    assert "Person 0<" in first.text
    second = browser.get(at("inbox"), {"cursor": first.context["page"].next})
    assert "Person 49<" in second.text
    assert "Person 0<" not in second.text


def test_the_thread_goes_back_beyond_its_latest_messages(browser, space):
    store(space, "notifications", [said(f"m{n}", f"number {n}.", minutes=n, parent_id="m0" if n else "") for n in range(130)])
    conversation = Conversation.objects.get()
    page = browser.get(at("conversation", conversation.pk))
    assert "number 129." in page.text
    assert "number 60." not in page.text
    earlier = browser.get(at("conversation", conversation.pk), {"before": page.context["thread"].earlier}, **PANE)
    assert "number 60." in earlier.text
    assert "number 129." not in earlier.text


def test_the_list_costs_the_same_number_of_queries_for_one_as_for_forty(browser, space, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    store(space, "notifications", [said("m0")])
    browser.get(at("inbox"))
    with CaptureQueriesContext(connection) as few:
        browser.get(at("inbox"))
    store(space, "notifications", [said(f"m{n}", by=Author(f"u{n}", f"h{n}")) for n in range(1, 40)])
    with django_assert_num_queries(len(few)):
        browser.get(at("inbox"))


def test_counting_says_in_how_many_messages_a_reply_would_leave(browser, conversation):
    assert "95" in browser.post(at("reply_count", conversation.pk), {"text": "12345"}).text
    assert (
        "Leaves as 4 messages"
        in browser.post(at("reply_count", conversation.pk), {"text": "Une phrase de quarante caractères, point. " * 6}).text
    )


def test_a_saved_reply_is_offered_with_the_name_in_it(browser, conversation, brand):
    SavedReply.objects.create(workspace=brand, title="Livraison", body="Bonjour {first_name}, {agent}", shortcut="livraison")
    assert 'data-inbox-text-param="Bonjour Julie, Yanis"' in browser.get(at("conversation", conversation.pk)).text


def test_saved_replies_are_written_checked_removed_and_put_back(browser, brand):
    good = {"title": "Retours", "body": "Bonjour {first_name}", "language": "fr", "shortcut": "retours"}
    assert browser.post(at("saved_reply_new"), good | {"body": "Bonjour {prenom}"}).status_code == 422
    assert browser.post(at("saved_reply_new"), good).status_code == 302
    assert browser.post(at("saved_reply_new"), good | {"title": "Autre"}).status_code == 422
    reply = SavedReply.objects.get()
    page = browser.post(at("saved_reply_removal", reply.pk), follow=True)
    assert "No saved reply yet" in page.text
    browser.post(undo_of(page))
    assert "Retours" in browser.get(at("saved_replies")).text


def test_being_there_is_seen_by_the_others(browser, client, camille, conversation):
    browser.post(at("inbox_presence", conversation.pk), {"state": "writing"})
    client.force_login(camille)
    assert "Yanis is writing an answer" in client.post(at("inbox_presence", conversation.pk), {"state": "here"}).text
    assert "Yanis is writing an answer" in client.get(at("conversation", conversation.pk)).text


def test_the_screen_is_in_french_for_those_who_read_french(client, yanis, conversation):
    yanis.language = "fr"
    yanis.save()
    client.force_login(yanis)
    with translation.override("fr"):
        page = client.get(at("conversation", conversation.pk)).text
    for words in ("Boîte de réception", "À traiter", "Les miennes", "Clore", "Répondre", "Réponses types"):
        assert words in page


def test_a_space_in_trouble_is_said_with_its_cure(browser, conversation, space):
    from diapason.inbox import sync

    sync.ensure_streams()
    space.state = "needs_reconnect"
    space.save()
    page = browser.get(at("inbox")).text
    assert "connect it again to read the rest" in page
    space.state = "connected"
    space.save()
    space.streams.update(read_at=clock.now(), error="503")
    assert "it goes on where it stopped" in browser.get(at("inbox")).text
