from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from diapason.core import clock
from diapason.editorial import editing, local_time, planning, workflow
from diapason.editorial.models import Approval, Post
from diapason.editorial.workflow import NotAllowed
from diapason.workspaces.members import Member, member_of
from diapason.workspaces.models import Event, Notification
from diapason.workspaces.models.membership import Role
from diapason.workspaces.permissions import MATRIX

Status = Post.Status


def at(post, when):
    return local_time.write(when, post.workspace.tz)


@pytest.fixture
def dated(voice, post, tomorrow):
    """The post, with a date."""
    return editing.save(voice, post.pk, {"publish_at": at(post, tomorrow)}).post


@pytest.fixture
def planned(lead, voice, dated):
    workflow.submit(voice, dated.pk)
    return workflow.approve(lead, dated.pk)


def verbs(post) -> list[str]:
    return list(Event.objects.filter(subject_id=post.pk, subject="editorial.post").order_by("id").values_list("verb", flat=True))


def test_the_whole_way_from_draft_to_planned(lead, voice, dated, heard, camille, yanis):
    assert workflow.submit(voice, dated.pk).status == Status.IN_REVIEW
    assert Notification.objects.get(code="post.to_approve").person == camille

    post = workflow.approve(lead, dated.pk, note="Very good")

    assert post.status == Status.PLANNED
    assert heard == ["planned"]
    assert Approval.objects.get().person == camille
    assert Notification.objects.get(code="post.approved").person == yanis
    assert verbs(post) == ["post.created", "post.edited", "post.submitted", "post.approved", "post.planned"]


def test_without_a_date_it_is_approved_then_planned_by_hand(lead, voice, post, heard, tomorrow):
    workflow.submit(voice, post.pk)
    assert workflow.approve(lead, post.pk).status == Status.APPROVED
    with pytest.raises(NotAllowed, match="day and a time"):
        workflow.plan(voice, post.pk)
    workflow.move(voice, post.pk, tomorrow)
    assert workflow.plan(voice, post.pk).status == Status.PLANNED
    assert heard == ["planned"]


def test_a_date_that_is_past_does_not_plan(lead, voice, post, heard):
    workflow.move(voice, post.pk, clock.now() - timedelta(hours=1))
    workflow.submit(voice, post.pk)
    assert workflow.approve(lead, post.pk).status == Status.APPROVED
    with pytest.raises(NotAllowed, match="past"):
        workflow.plan(voice, post.pk)
    assert heard == []


def test_a_post_without_a_space_is_not_planned(lead, voice, dated):
    editing.save(voice, dated.pk, {"v.agora.spaces": ""})
    workflow.submit(voice, dated.pk)
    assert workflow.approve(lead, dated.pk).status == Status.APPROVED
    with pytest.raises(NotAllowed, match="space"):
        workflow.plan(voice, dated.pk)


def test_a_post_that_a_network_would_refuse_is_not_submitted(voice, post):
    editing.save(voice, post.pk, {"text": "x" * 101})
    with pytest.raises(NotAllowed, match="too long by 1"):
        workflow.submit(voice, post.pk)


def test_those_who_write_do_not_approve(voice, post):
    workflow.submit(voice, post.pk)
    with pytest.raises(PermissionDenied):
        workflow.approve(voice, post.pk)


@pytest.mark.parametrize("name", ["text", "v.agora.spaces", "media", "v.agora.poll", "link", "v.agora.own_text"])
def test_what_was_approved_and_changes_is_approved_again(lead, voice, planned, heard, name, media_asset):
    values = {
        "text": "We close at six this week.",
        "v.agora.spaces": "",
        "media": f'[{{"asset": {media_asset.pk}, "alt": "A door"}}]',
        "v.agora.poll": "Yes\nNo",
        "link": "https://maison-lumen.example/hours",
        "v.agora.own_text": "1",
    }
    post = editing.save(voice, planned.pk, {name: values[name]}).post
    assert post.status == Status.IN_REVIEW
    assert heard == ["withdrawn"]
    assert Notification.objects.filter(code="post.changed_after_approval").exists()


@pytest.mark.parametrize(
    ("name", "value"), [("title", "Other"), ("brief", "Other"), ("content_type", "news"), ("writing_due", "2027-01-01T10:00")]
)
def test_what_networks_do_not_show_changes_nothing(voice, planned, heard, name, value):
    assert editing.save(voice, planned.pk, {name: value}).post.status == Status.PLANNED
    assert heard == []


def test_an_own_text_that_says_the_same_changes_nothing(voice, planned, heard):
    post = editing.save(voice, planned.pk, {"v.agora.own_text": "1", "v.agora.text": planned.text}).post
    assert (post.status, heard) == (Status.PLANNED, [])


def test_moving_a_planned_post_keeps_its_approval(voice, planned, heard, tomorrow):
    post = workflow.move(voice, planned.pk, tomorrow + timedelta(days=2))
    assert (post.status, heard) == (Status.PLANNED, ["moved"])


def test_moving_asks_again_where_a_step_approves_the_time(lead, voice, brand, dated, heard, tomorrow):
    brand.approval_steps = [{"name": "Direction", "role": "manager", "time": True}]
    brand.save()
    lead, voice = member_of(lead.person, brand.slug), member_of(voice.person, brand.slug)
    workflow.submit(voice, dated.pk)
    workflow.approve(lead, dated.pk)
    assert workflow.move(voice, dated.pk, tomorrow + timedelta(days=2)).status == Status.IN_REVIEW
    assert heard == ["planned", "withdrawn"]


def test_a_planned_post_without_a_time_is_only_approved(voice, planned, heard):
    assert workflow.move(voice, planned.pk, None).status == Status.APPROVED
    assert heard == ["withdrawn"]


def test_put_back_as_it_was_approved_it_needs_no_second_approval(lead, voice, planned, heard):
    editing.save(voice, planned.pk, {"text": "Other"})
    editing.save(voice, planned.pk, {"text": "We close at five this week."})
    workflow.take_back(voice, planned.pk)
    assert workflow.submit(voice, planned.pk).status == Status.PLANNED
    assert heard == ["withdrawn", "planned"]


def test_changes_are_asked_with_words_and_cancel_what_was_approved(lead, voice, planned, heard, yanis):
    with pytest.raises(NotAllowed, match="Say what should change"):
        workflow.ask_changes(lead, planned.pk, "  ")
    post = workflow.ask_changes(lead, planned.pk, "Say which days")
    assert (post.status, heard) == (Status.CHANGES, ["withdrawn"])
    assert "Say which days" in Notification.objects.get(code="post.sent_back", person=yanis).data["note"]
    assert workflow.submit(voice, post.pk).status == Status.IN_REVIEW


def test_steps_are_taken_in_their_order_the_client_last(brand, camille, yanis, lead, voice, dated, heard):
    brand.approval_steps = [{"name": "Camille", "person": camille.pk}, {"name": "Client", "role": "client"}]
    brand.save()
    lead, voice = member_of(camille, brand.slug), member_of(yanis, brand.slug)
    client = Member(brand, Role.CLIENT)
    workflow.submit(voice, dated.pk)
    with pytest.raises(NotAllowed, match="somebody else"):
        workflow.approve(client, dated.pk)
    assert workflow.approve(lead, dated.pk).status == Status.IN_REVIEW
    with pytest.raises(NotAllowed, match="somebody else"):
        workflow.approve(lead, dated.pk)
    assert workflow.approve(client, dated.pk).status == Status.PLANNED
    assert heard == ["planned"]


def test_nobody_approves_what_they_have_not_read(lead, voice, post):
    workflow.submit(voice, post.pk)
    with pytest.raises(NotAllowed, match="changed since"):
        workflow.approve(lead, post.pk, digest="of another text")


def test_publish_now_plans_first_and_says_so(lead, voice, post, heard):
    workflow.submit(voice, post.pk)
    workflow.approve(lead, post.pk)
    assert workflow.publish_now(voice, post.pk).status == Status.PLANNED
    assert heard == ["planned", "now"]


def test_now_is_not_a_time_that_the_client_approved(lead, voice, brand, dated, heard):
    brand.approval_steps = [{"name": "Direction", "role": "manager", "time": True}]
    brand.save()
    lead, voice = member_of(lead.person, brand.slug), member_of(voice.person, brand.slug)
    workflow.submit(voice, dated.pk)
    workflow.approve(lead, dated.pk)
    with pytest.raises(NotAllowed, match="approves the time"):
        workflow.publish_now(voice, dated.pk)
    assert heard == ["planned"]


def test_a_draft_is_not_published_now(voice, post):
    with pytest.raises(NotAllowed):
        workflow.publish_now(voice, post.pk)


def test_cancelling_withdraws_and_a_cancelled_post_can_be_written_again(voice, planned, heard):
    assert workflow.cancel(voice, planned.pk).status == Status.CANCELLED
    assert heard == ["withdrawn"]
    assert workflow.reopen(voice, planned.pk).status == Status.DRAFT


def test_a_post_that_is_out_is_no_longer_written(voice, planned):
    workflow.published(planned.pk)
    with pytest.raises(NotAllowed, match="Published"):
        editing.save(voice, planned.pk, {"text": "too late"})


def test_when_publishing_refuses_nothing_changes(voice, planned, monkeypatch):
    def refuse(member, post):
        raise planning.CannotWithdraw("It is being sent.")

    monkeypatch.setattr(planning, "_withdrawn", [refuse])
    with pytest.raises(planning.CannotWithdraw, match="being sent"):
        workflow.cancel(voice, planned.pk)
    planned.refresh_from_db()
    assert planned.status == Status.PLANNED


def test_removing_a_planned_post_withdraws_it_and_undo_plans_it_again(voice, planned, heard):
    editing.remove(voice, [planned])
    assert not Post.objects.filter(removed_at=None).exists()
    editing.bring_back(voice, [planned.pk])
    planned.refresh_from_db()
    assert planned.status == Status.PLANNED
    assert heard == ["withdrawn", "planned"]


def test_every_act_leads_somewhere_and_needs_a_declared_permission():
    for name, act in workflow.ACTS.items():
        assert act.start, name
        assert act.ends, name
        assert act.needs in MATRIX, name


def test_another_brands_post_cannot_be_reached(olga, post):
    with pytest.raises(Post.DoesNotExist):
        workflow.submit(member_of(olga, "ailleurs"), post.pk)
