"""Every type of message that the screen and the documentation declare is made by what really happens."""

import json
from datetime import date, time, timedelta

import pytest

from diapason.alerts import opening, telling
from diapason.alerts.detection.detector import Verdict
from diapason.alerts.detection.sensitivity import NORMAL
from diapason.alerts.detection.series import Unusual
from diapason.alerts.models import Alert, Duty, Watch
from diapason.api.models import WebhookMessage
from diapason.api.tests.test_reading import conversation, delivery
from diapason.api.v1 import api as described
from diapason.api.webhooks import types
from diapason.core import clock
from diapason.crises import closing, running, scale
from diapason.crises import opening as rooms
from diapason.crises.models import Crisis
from diapason.editorial import editing, workflow
from diapason.editorial.models import Post
from diapason.inbox import answering, deciding
from diapason.inbox.reading import store
from diapason.insights.models import ReportSchedule
from diapason.insights.reports import making
from diapason.links import conversions
from diapason.links.models import Conversion, Site
from diapason.listening.models import Query
from diapason.networks.base.content import Author, Incoming, Kind
from diapason.networks.base.errors import Reauth, Temporary
from diapason.publishing.models import Delivery
from diapason.publishing.moving import move
from diapason.territory import health
from diapason.workspaces.members import Member, member_of
from diapason.workspaces.periods import Period


class Doing:
    """What a brand does, one method a type, as its people and its worker do it."""

    def __init__(self, member: Member, space, tomorrow) -> None:
        self.member, self.space, self.tomorrow = member, space, tomorrow

    # ── Posts ──
    def draft(self) -> Post:
        sheet = {
            "title": "Six places left",
            "text": "Six places left.",
            "publish_at": self.tomorrow.astimezone(self.member.workspace.tz).strftime("%Y-%m-%dT%H:%M"),
            f"v.{self.space.network}.spaces": str(self.space.pk),
        }
        return editing.create(self.member, sheet).post

    def in_review(self) -> Post:
        return workflow.submit(self.member, self.draft().pk)

    def planned(self) -> Post:
        return workflow.approve(self.member, self.in_review().pk)

    def post_created(self) -> None:
        self.draft()

    def post_begun(self) -> None:
        workflow.begin(self.member, Post.objects.create(workspace=self.member.workspace, title="Idea").pk)

    def post_submitted(self) -> None:
        self.in_review()

    def post_changes_asked(self) -> None:
        workflow.ask_changes(self.member, self.in_review().pk, "Shorter")

    def post_approved(self) -> None:
        self.planned()

    post_planned = post_approved

    def post_moved(self) -> None:
        workflow.move(self.member, self.planned().pk, self.tomorrow + timedelta(hours=1))

    def post_went_back(self) -> None:
        workflow.unplan(self.member, self.planned().pk)

    def post_published(self) -> None:
        workflow.published(self.planned().pk)

    def post_cancelled(self) -> None:
        workflow.cancel(self.member, self.draft().pk)

    def post_removed(self) -> None:
        self.gone = editing.remove(self.member, [self.draft()])

    def post_restored(self) -> None:
        self.post_removed()
        editing.bring_back(self.member, [post.pk for post in self.gone])

    # ── Deliveries ──
    def becomes(self, before: str, after: str) -> None:
        move(Delivery.objects.select_for_update().get(pk=delivery(self.space, state=before).pk), after, reason="why", detail="What it said")

    def delivery_published(self) -> None:
        self.becomes("submitting", "published")

    def delivery_failed(self) -> None:
        self.becomes("submitting", "rejected")

    def delivery_needs_attention(self) -> None:
        self.becomes("unknown", "needs_person")

    def delivery_cancelled(self) -> None:
        self.becomes("planned", "cancelled")

    # ── Inbox ──
    def message_received(self) -> None:
        said = Incoming(remote_id="r1", kind=Kind.COMMENT, author=Author("a1", "Inès"), text="When?", sent_at=clock.now(), url="", raw={})
        store(self.space, "notifications", [said])

    def conversation_replied(self) -> None:
        answering.reply(self.member, conversation(self.space), "At seven.")

    def conversation_assigned(self) -> None:
        deciding.assign(self.member, [conversation(self.space)], self.member.person)

    def conversation_closed(self) -> None:
        self.closed = deciding.close(self.member, [conversation(self.space)])

    def conversation_reopened(self) -> None:
        self.conversation_closed()
        deciding.reopen(self.member, self.closed)

    # ── Alerts ──
    def alert_opened(self) -> Alert:
        query = Query.objects.create(workspace=self.member.workspace, name="Lumen")
        watch = Watch.objects.create(workspace=self.member.workspace, query=query)
        return opening.tell_of(watch, self.unusual(12), NORMAL, clock.now())

    def unusual(self, score: float) -> Unusual:
        return Unusual("volume", Verdict(score, 15, 20, 0.1, 0.8), clock.now(), clock.now())

    def alert_worsened(self) -> None:
        watch = Watch.objects.select_related("query__workspace").get(query=self.alert_opened().query)
        opening.tell_of(watch, self.unusual(24), NORMAL, clock.now())

    def alert_acknowledged(self) -> None:
        telling.acknowledge(self.member, self.alert_opened())

    def alert_escalated(self) -> None:
        alert = self.alert_opened()
        alert.tellings.update(urgent=True, at=clock.now() - timedelta(hours=1))
        Duty.objects.create(workspace=self.member.workspace, begins=time(0), ends=time(23, 59, 59), weekends=True)
        assert telling.remind_of_all() == 1

    # ── Crises ──
    def crisis_opened(self) -> Crisis:
        return rooms.open_(self.member, rooms.Plan("Fire", scale.kept(self.member.workspace)[0]))

    def crisis_level_changed(self) -> None:
        running.change_level(self.member, self.crisis_opened(), scale.kept(self.member.workspace)[2])

    def crisis_closed(self) -> None:
        self.room = self.crisis_opened()
        closing.close(self.member, self.room, {}, closing.Words())

    def crisis_reopened(self) -> None:
        self.crisis_closed()
        closing.reopen(self.member, self.room)

    # ── Results and spaces ──
    def conversion_recorded(self) -> None:
        site = Site.objects.create(workspace=self.member.workspace, name="Shop", host="shop.example.com", key="k1")
        assert conversions.keep(site, conversions.Report("R-1", "purchase", 4990, "EUR", ""))
        assert not conversions.keep(site, conversions.Report("R-1", "purchase", 4990, "EUR", ""))
        assert Conversion.objects.count() == 1

    def report_made(self) -> None:
        making.make(self.member, Period(date(2026, 3, 1), date(2026, 3, 7)))

    def report_sent(self) -> None:
        schedule = ReportSchedule.objects.create(workspace=self.member.workspace, rhythm="weekly")
        assert self.member.person
        schedule.people.set([self.member.person])
        assert making.send_period(schedule, Period(date(2026, 3, 2), date(2026, 3, 8)), clock.now()) == 1

    def space_access_lost(self) -> None:
        health.report_failure(self.space.pk, Reauth("Refused.", code="refused"))

    def space_recovered(self) -> None:
        for _ in range(health.FAILURES_BEFORE_REST):
            health.report_failure(self.space.pk, Temporary("Down."))
        health.report_ok(self.space.pk)


@pytest.fixture
def doing(endpoint, brand, camille, space, tomorrow) -> Doing:
    return Doing(member_of(camille, brand.slug), space, tomorrow)


@pytest.mark.parametrize("name", [each.name for each in types.TYPES])
def test_each_declared_type_is_told_when_it_happens(name, doing, send, receiver):
    getattr(doing, name.replace(".", "_"))()
    assert WebhookMessage.objects.filter(type=name).count() == 1
    while send():
        pass
    bodies = [json.loads(got.body) for got in receiver.got]
    told = next(body for body in bodies if body["type"] == name)
    # What is told is what the description promises, to the letter.
    assert types.BY_NAME[name].gives.model_validate(told["data"]).model_dump(mode="json") == told["data"]
    assert not WebhookMessage.objects.exclude(state="delivered").exists()


def test_a_received_message_tells_what_was_said_and_by_whom(doing, send, receiver):
    doing.message_received()
    send()
    data = json.loads(receiver.got[0].body)["data"]
    assert [(message["text"], message["author"]) for message in data["messages"]] == [("When?", "Inès")]
    assert (data["opened"], data["count"], data["conversation"]["who"]) == (True, 1, "Inès")


def test_a_change_says_from_what_to_what(doing, send, receiver):
    doing.post_submitted()
    while send():
        pass
    told = next(body for got in receiver.got if (body := json.loads(got.body))["type"] == "post.submitted")
    assert (told["change"]["from"], told["change"]["to"]) == ("draft", "in_review")


def test_a_verb_makes_one_type_only():
    verbs = [verb for each in types.TYPES for verb in each.verbs]
    assert len(verbs) == len(set(verbs))


def test_every_type_is_in_a_family_of_the_form_and_in_the_description():
    offered = [name for _family, names in types.choices() for name, _label in names]
    assert sorted(offered) == sorted(each.name for each in types.TYPES)
    assert set(described.get_openapi_schema()["webhooks"]) == set(types.BY_NAME)


def test_an_upgrade_that_changes_the_table_reaches_the_endpoints(endpoint, monkeypatch):
    from diapason.api.webhooks import endpoints

    type(endpoint).objects.update(routes={"post.old": "post.created"})
    endpoints.follow_types()
    endpoint.refresh_from_db()
    assert endpoint.routes == types.routes(endpoint.types)
