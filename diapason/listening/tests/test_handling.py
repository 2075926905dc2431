"""What the team does about mentions."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import at, join
from diapason.community.models import Contact, Erasure, Identity
from diapason.core import clock
from diapason.inbox.models import Conversation, Message
from diapason.listening import answering, handling, people, pipeline
from diapason.listening.models import Handling
from diapason.listening.sources import hearing
from diapason.listening.store import store
from diapason.networks.base import registry
from diapason.territory.models import Space
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Event, Notification

pytestmark = pytest.mark.django_db
HOME = "https://home.example"


def that_answers() -> str:
    """A network whose posts have an id that counts on their server."""
    able = [slug for slug, each in registry.networks().items() if each.can("converse") and "reply" in each.manifest.features]
    return sorted(able)[0]


@pytest.fixture
def space(brand) -> Space:
    return Space.objects.create(
        workspace=brand, network=that_answers(), name="Maison Lumen", account_id="1", base_url=HOME, state="connected"
    )


@pytest.fixture
def heard(brand, said):
    """Mentions of now, kept."""

    def take(*texts: str, **more):
        return pipeline.take_in(brand, [said(text, **{"said_at": clock.now(), **more}) for text in texts]).new

    return take


@pytest.fixture
def elsewhere(heard, space):
    """Said to others, on a network where we may answer."""
    key = hearing.key_of(space.network, "77", HOME)
    known = {"author": f"{space.network}:9", "author_name": "Inès", "author_handle": "ines", "followers": 40}
    return heard("Qui connaît une lampe qui dure ?", key=key, **known, data={"answer": {"thread": "", "parent": "", "data": {"a": 1}}})[0]


# ── Noting ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_mention_is_noted_once_and_put_back(owner, heard):
    found = heard("lampe", "lampadaire")
    done = handling.note(owner, found, handling.Kind.LEAD)
    assert done.many == 2
    assert handling.note(owner, found, handling.Kind.LEAD).many == 0
    assert Event.objects.filter(verb="mention.lead_noted").count() == 2
    handling.undo(owner, done)
    assert not handling.present(owner).exists()


def test_what_was_ended_is_put_back_unless_it_was_noted_again(owner, heard):
    found = heard("lampe")
    handling.note(owner, found, handling.Kind.LEAD)
    ended = handling.end(owner, handling.present(owner))
    handling.note(owner, found, handling.Kind.LEAD)
    handling.undo(owner, ended)
    assert handling.present(owner).count() == 1


def test_a_mention_changes_hands_and_the_one_who_gets_it_is_told(owner, yanis, brand, heard):
    found = heard("lampe")
    handling.assign(owner, found, yanis)
    assert Notification.objects.get(person=yanis).code == "mention.assigned"
    done = handling.assign(member_of(yanis, brand.slug), found, owner.person)
    assert [row.assignee for row in handling.present(owner)] == [owner.person]
    handling.undo(owner, done)
    assert [row.assignee for row in handling.present(owner)] == [yanis]


def test_one_act_on_many_says_so_with_the_way_back(signed_in, camille, heard):
    ids = [str(each.id) for each in heard("lampe", "lampadaire")]
    answer = signed_in.post(at("mentions_handled"), {"id": ids, "act": "question", "back": at("mentions")}, follow=True)
    [message] = answer.context["messages"]
    assert "2 mentions noted as questions" in str(message)
    assert answer.content.decode().count("Question to answer</span>") == 2
    assert signed_in.post(message.extra_tags.removeprefix("undo=")).status_code == 204
    assert not Handling.objects.filter(ended_at=None).exists()


def test_a_row_has_its_own_acts_and_the_follow_up_ends_them(signed_in, camille, heard):
    [found] = heard("lampe rouge")
    signed_in.post(at("mentions_handled"), {"only": f"{found.id}:mine"})
    page = signed_in.get(at("follow_ups")).content.decode()
    assert "lampe rouge" in page
    assert f'value="{found.id}:-assignment"' in page
    signed_in.post(at("mentions_handled"), {"only": f"{found.id}:-assignment"})
    assert "lampe rouge" not in signed_in.get(at("follow_ups")).content.decode()
    assert "lampe rouge" in signed_in.get(at("follow_ups"), {"tab": "done"}).content.decode()


@pytest.mark.parametrize("given", [{"act": "nonsense"}, {"act": "assignment", "person": "99999"}, {"act": ""}])
def test_an_act_that_is_none_is_not_found(signed_in, heard, given):
    [found] = heard("lampe")
    assert signed_in.post(at("mentions_handled"), {"id": [str(found.id)], **given}).status_code == 404


def test_mentions_of_another_brand_cannot_be_handled(client, olga, brand, heard):
    [found] = heard("lampe")
    client.force_login(olga)
    client.post(reverse("mentions_handled", args=["ailleurs"]), {"id": [str(found.id)], "act": "lead"})
    assert not Handling.objects.exists()
    assert client.get(reverse("mention", args=["ailleurs", found.id])).status_code == 404


def test_a_reader_reads_mentions_and_decides_nothing(client, brand, heard):
    [found] = heard("lampe")
    client.force_login(join(brand, "Rita", "reader"))
    page = client.get(at("mentions")).content.decode()
    assert "lampe" in page
    assert f"{found.id}:lead" not in page
    assert client.post(at("mentions_handled"), {"id": [str(found.id)], "act": "lead"}).status_code == 403
    assert client.get(at("mention", found.id)).status_code == 200


def test_what_is_forgotten_leaves_a_line_without_words(signed_in, owner, heard, brand):
    found = heard("lampe secrète", author="x:1", author_name="Inès")
    handling.note(owner, found, handling.Kind.LEAD)
    store().erase_author(brand.pk, "x:1", [])
    page = signed_in.get(at("follow_ups"), {"tab": "lead"}).content.decode()
    assert "no longer kept" in page
    assert "secrète" not in page


def test_the_follow_up_and_the_list_cost_the_same_however_much_there_is(signed_in, owner, heard, space, django_assert_max_num_queries):
    found = heard(*[f"lampe {number} " + "lumière douce " * 40 for number in range(25)], author=f"{space.network}:1")
    handling.note(owner, found, handling.Kind.QUESTION)
    for address in (f"{at('follow_ups')}?tab=question", at("mentions")):
        with django_assert_max_num_queries(24):
            answer = signed_in.get(address)
        assert len(answer.content) < 80_000


# ── Answering ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_was_said_elsewhere_is_answered_in_the_inbox(signed_in, elsewhere, space):
    assert "Answer" in signed_in.get(at("mention", elsewhere.id)).content.decode()
    answer = signed_in.post(at("mention_answer", elsewhere.id))
    row = Message.objects.get(space=space, remote_id="77")
    assert answer.headers["Location"] == at("conversation", row.conversation_id)
    assert (row.text, row.data, row.identity and row.identity.name) == ("Qui connaît une lampe qui dure ?", {"a": 1}, "Inès")
    signed_in.post(at("mention_answer", elsewhere.id))
    assert Conversation.objects.count() == 1
    assert at("conversation", row.conversation_id) in signed_in.get(at("mentions")).content.decode()


def test_it_is_answered_through_the_space_of_its_server_only(owner, elsewhere, space):
    Space.objects.filter(pk=space.pk).update(base_url="https://other.example")
    with pytest.raises(answering.CannotAnswer):
        answering.take_up(owner, elsewhere)


def test_an_article_cannot_be_answered_from_here(signed_in, heard, space):
    [found] = heard("lampe", key="archive:1")
    assert answering.origin(found) is None
    assert signed_in.post(at("mention_answer", found.id)).headers["Location"] == at("mention", found.id)


# ── People ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_author_becomes_a_person_once(signed_in, elsewhere, space):
    answer = signed_in.post(at("mention_person", elsewhere.id))
    contact = Contact.objects.get()
    assert answer.headers["Location"] == at("contact", contact.pk)
    assert contact.name == "Inès"
    signed_in.post(at("mention_person", elsewhere.id))
    assert Contact.objects.count() == 1
    assert at("contact", contact.pk) in signed_in.get(at("mention", elsewhere.id)).content.decode()


def test_who_writes_on_a_site_becomes_a_person_whose_mentions_are_found_again(owner, heard):
    from diapason.listening import holdings

    [found] = heard("lampe", author="blog.example/Marguerite", author_name="Marguerite")
    contact = people.meet(owner, found)
    assert contact is not None
    assert holdings.authors(list(Identity.objects.filter(contact=contact))) == ["blog.example/Marguerite"]


def test_all_that_an_author_said_is_erased_from_one_of_their_mentions(signed_in, brand, heard):
    found = heard("lampe une", "lampe deux", author="x:1", author_name="Inès")
    heard("lampe trois", author="x:2", said_at=clock.now() - timedelta(hours=1))
    assert "2 mentions are erased" in signed_in.get(at("author_erasure", found[0].id)).content.decode()
    signed_in.post(at("author_erasure", found[0].id), {"reason": "asked by e-mail"})
    page = signed_in.get(at("mentions")).content.decode()
    assert "lampe trois" in page
    assert "lampe une" not in page
    assert Erasure.objects.get().counts == {"mentions": 2}
    assert Event.objects.filter(verb="author.erased").exists()


def test_an_author_with_a_profile_is_erased_with_it(signed_in, elsewhere):
    signed_in.post(at("mention_person", elsewhere.id))
    answer = signed_in.get(at("author_erasure", elsewhere.id))
    assert answer.headers["Location"] == at("contact_erasure", Contact.objects.get().pk)


def test_the_list_is_one_form_for_what_is_decided_of_mentions_too(signed_in, heard):
    [found] = heard("lampe")
    signed_in.post(at("mentions_handled"), {"id": [str(found.id)], "act": "label", "label": "Soldes", "back": at("mentions")})
    assert "Soldes" in signed_in.get(at("mentions")).content.decode()
