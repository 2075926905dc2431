"""The workflow under any order of acts: what must always hold, whatever people do."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from conftest import join
from diapason.core import clock
from diapason.editorial import composing, editing, planning, versions, workflow
from diapason.editorial.models import Approval, Post
from diapason.editorial.steps import steps
from diapason.territory.models import Space
from diapason.workspaces.members import Member, member_of
from diapason.workspaces.models import Organisation, Workspace
from diapason.workspaces.models.membership import Role

Status = Post.Status
REFUSALS = (workflow.NotAllowed, PermissionDenied)
TEXTS = st.sampled_from(["One", "Two", "x" * 150])
STEPS = [{"name": "Direction", "role": "manager"}, {"name": "Client", "role": "client", "time": True}]


class Posts(RuleBasedStateMachine):
    """One post, its writer, its lead and its client; a list plays publishing."""

    def __init__(self) -> None:
        super().__init__()
        organisation = Organisation.objects.create(name="Maison Lumen")
        self.brand = Workspace.objects.create(
            organisation=organisation, name="Maison Lumen", slug=f"lumen-{organisation.pk}", approval_steps=STEPS
        )
        lead, voice = join(self.brand, f"camille-{organisation.pk}", "owner"), join(self.brand, f"yanis-{organisation.pk}", "community")
        self.lead, self.voice = member_of(lead, self.brand.slug), member_of(voice, self.brand.slug)
        self.client = Member(self.brand, Role.CLIENT)
        self.space = Space.objects.create(workspace=self.brand, network="agora", name="Agora", account_id="1")
        self.out = False
        planning._planned[:] = [lambda member, post: self.deliver(True)]
        planning._withdrawn[:] = [lambda member, post: self.deliver(False)]
        self.number = editing.create(self.voice, {"title": "A post", "text": "One", "v.agora.spaces": str(self.space.pk)}).post.pk

    def deliver(self, out: bool) -> None:
        assert out != self.out, "planned twice, or withdrawn twice"
        self.out = out

    def attempt(self, act, *args, **kwargs) -> None:
        before = self.post.status
        try:
            act(*args, **kwargs)
        except REFUSALS:
            assert self.post.status == before

    @property
    def post(self) -> Post:
        return composing.loaded(Post.objects.all()).get(pk=self.number)

    @rule(text=TEXTS)
    def write(self, text):
        self.attempt(editing.save, self.voice, self.number, {"text": text})

    @rule(chosen=st.booleans())
    def choose_spaces(self, chosen):
        self.attempt(editing.save, self.voice, self.number, {"v.agora.spaces": str(self.space.pk) if chosen else ""})

    @rule(hours=st.sampled_from([None, -5, 5, 50]))
    def move(self, hours):
        self.attempt(workflow.move, self.voice, self.number, hours and clock.now() + timedelta(hours=hours))

    @rule()
    def submit(self):
        self.attempt(workflow.submit, self.voice, self.number)

    @rule(who=st.sampled_from(["lead", "voice", "client"]))
    def approve(self, who):
        self.attempt(workflow.approve, getattr(self, who), self.number)

    @rule()
    def go_all_the_way(self):
        """Chance alone seldom finds the one order that plans a post."""
        self.attempt(workflow.move, self.voice, self.number, clock.now() + timedelta(hours=9))
        self.attempt(workflow.submit, self.voice, self.number)
        self.attempt(workflow.approve, self.lead, self.number)
        self.attempt(workflow.approve, self.client, self.number)

    @rule(who=st.sampled_from(["lead", "client"]), note=st.sampled_from(["", "Shorter"]))
    def ask_changes(self, who, note):
        self.attempt(workflow.ask_changes, getattr(self, who), self.number, note)

    @rule(name=st.sampled_from(["begin", "take_back", "plan", "unplan", "cancel", "reopen", "publish_now"]))
    def act(self, name):
        self.attempt(getattr(workflow, name), self.voice, self.number)

    @precondition(lambda self: self.post.versions.exists())
    @rule(which=st.integers(0, 3))
    def restore(self, which):
        found = list(self.post.versions.order_by("number"))
        self.attempt(editing.restore, self.voice, self.number, found[which % len(found)])

    @invariant()
    def what_is_settled_was_approved_at_every_step_as_it_is(self):
        post = self.post
        if post.status in workflow.SETTLED:
            assert len(workflow.standing(post, versions.digest(post))) == len(steps(self.brand))

    @invariant()
    def publishing_holds_the_post_exactly_when_it_is_planned(self):
        assert self.out == (self.post.status == Status.PLANNED)

    @invariant()
    def an_approval_is_of_what_the_version_says(self):
        for approval in Approval.objects.select_related("version").filter(version__post=self.number):
            assert approval.version.digest
            assert approval.person_id or approval.guest_id or approval.step == 1 or approval.decision == Approval.Decision.CHANGES


@pytest.mark.usefixtures("networks", "media_folder", "no_hooks")
class TestWorkflow(TestCase):
    def test_no_order_of_acts_breaks_the_workflow(self):
        run_state_machine_as_test(
            Posts,
            settings=settings(max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)),
        )
