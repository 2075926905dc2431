"""Who is told of an alert, when, and what happens while nobody answers for it."""

from datetime import UTC, datetime, timedelta
from datetime import time as clock_time

import pytest

from conftest import join
from diapason.alerts import telling
from diapason.alerts.models import Alert, Duty, Telling
from diapason.alerts.tests.conftest import NOON
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Event, Membership, Notification, Workspace

pytestmark = pytest.mark.django_db
EVENING = NOON + timedelta(hours=9)  # 21:00 in Paris
MORNING = NOON + timedelta(hours=20, minutes=1)  # 8:01 the next day


def codes() -> list[tuple[str, str]]:
    return [(each.code.removeprefix("alert."), str(each.person)) for each in Notification.objects.order_by("id").select_related("person")]


def tellings() -> list[str]:
    return list(Telling.objects.order_by("id").values_list("why", flat=True))


@pytest.fixture
def notable(look, hear) -> Alert:
    """An alert at noon, which is not severe."""
    hear(8)
    look()
    return Alert.objects.get()


def at_night(look, hear, time, many: int) -> Alert:
    look()
    time.now = EVENING
    hear(many)
    look()
    return Alert.objects.get()


def test_within_working_hours_everybody_who_may_answer_is_told_by_e_mail_too(notable):
    assert notable.severity == "notable"
    assert codes() == [("urgent_spike", "Camille"), ("urgent_spike", "Yanis")]


def test_at_night_what_is_not_severe_waits_on_the_screen_until_the_morning(look, hear, time):
    at_night(look, hear, time, 8)
    assert {code for code, _who in codes()} == {"spike"}
    time.goes_on(hours=3)
    telling.remind_of_all()
    assert tellings() == ["opened"]
    time.now = MORNING
    telling.remind_of_all()
    telling.remind_of_all()
    assert tellings() == ["opened", "morning"]
    assert codes()[-1][0] == "urgent_morning"


def test_at_night_what_is_severe_is_told_at_once(look, hear, time):
    assert at_night(look, hear, time, 60).severity == "severe"
    assert {code for code, _who in codes()} == {"urgent_spike"}


def test_who_leads_is_told_when_nobody_answers(notable, time):
    time.goes_on(minutes=29)
    assert telling.remind_of_all() == 0
    time.goes_on(minutes=2)
    assert telling.remind_of_all() == 1
    assert codes()[-1] == ("urgent_escalated", "Camille")
    time.goes_on(hours=3)
    assert telling.remind_of_all() == 0
    assert Event.objects.filter(verb="alert.escalated").count() == 1


def test_nobody_is_reminded_of_what_somebody_answers_for(notable, yanis, brand, time):
    telling.acknowledge(member_of(yanis, brand.slug), notable)
    time.goes_on(hours=1)
    assert telling.remind_of_all() == 0


def test_the_first_who_answers_is_the_one(notable, camille, yanis, brand):
    first = telling.acknowledge(member_of(yanis, brand.slug), notable)
    second = telling.acknowledge(member_of(camille, brand.slug), notable)
    assert (first, second.person) == (second, yanis)
    assert Event.objects.filter(verb="alert.acknowledged").count() == 1


def test_only_those_who_were_chosen_are_told_while_they_are_of_the_team(look, hear, brand, camille, yanis, time):
    watch = look()
    watch.people.set([yanis])
    hear(8)
    look()
    assert [who for _code, who in codes()] == ["Yanis"]
    Membership.objects.filter(person=yanis).delete()
    time.goes_on(hours=25)
    hear(30)
    look()
    assert [who for _code, who in codes()][1:] == ["Camille"]


def test_a_reader_is_told_of_nothing_unless_chosen(look, hear, brand):
    reader = join(brand, "Rosa", "reader")
    look().people.set([reader])
    hear(8)
    look()
    assert [who for _code, who in codes()] == ["Rosa"]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (datetime(2026, 3, 27, 7, 0, tzinfo=UTC), True),  # Friday 8:00, winter
        (datetime(2026, 3, 30, 5, 59, tzinfo=UTC), False),  # Monday 7:59, summer
        (datetime(2026, 3, 30, 6, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 29, 10, 0, tzinfo=UTC), False),  # the Sunday on which the clock changes
        (datetime(2026, 10, 26, 18, 59, tzinfo=UTC), True),  # Monday 19:59, winter again
        (datetime(2026, 10, 26, 19, 0, tzinfo=UTC), False),
    ],
)
def test_working_hours_are_those_of_the_brands_clock(when, expected):
    assert telling.at_work(Duty(workspace=Workspace(time_zone="Europe/Paris")), when) is expected


def test_hours_may_go_on_after_midnight():
    late = Duty(workspace=Workspace(time_zone="UTC"), begins=clock_time(18), ends=clock_time(2))
    friday = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    assert telling.at_work(late, friday)
    assert telling.at_work(late, friday + timedelta(hours=2))  # Saturday 1:00, of Friday's hours
    assert not telling.at_work(late, friday + timedelta(days=1))
    assert not telling.at_work(late, friday + timedelta(hours=4))
