"""The screens of crisis rooms: what is said, what is refused, what a page costs."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from conftest import at
from diapason.core import clock
from diapason.crises import closing, running
from diapason.crises.closing import Words
from diapason.crises.models import Crisis, Entry, Level, Playbook, Statement, Task
from diapason.listening import past, pipeline, wording
from diapason.listening.mentions import Mention
from diapason.listening.models import Query, Source
from diapason.publishing import pausing
from diapason.publishing.models import Delivery, Pause

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(yanis) -> Client:
    client = Client()
    client.force_login(yanis)
    return client


@pytest.fixture
def owners(camille) -> Client:
    client = Client()
    client.force_login(camille)
    return client


def test_one_press_opens_a_room_with_everything_proposed(browser, brand, book, place):
    page = browser.get(at("new_crisis"))
    assert page.status_code == 200
    given = {"title": "Fire", "level": 3, "paused": [place.pk], "playbook": book.pk}
    answer = browser.post(at("new_crisis"), given)
    room = Crisis.objects.get()
    assert answer.headers["Location"] == at("crisis", room.pk)
    assert Pause.objects.get().space == place
    assert Level.objects.count() == 4


def test_what_was_typed_is_kept_when_something_is_missing(browser, brand):
    answer = browser.post(at("new_crisis"), {"title": "Fire in the workshop"})
    assert answer.status_code == 422
    assert "Fire in the workshop" in answer.text
    assert not Crisis.objects.exists()


def test_a_pause_is_said_on_every_screen_with_who_when_and_why(browser, owners, open_room, place, brand):
    room = open_room(3, spaces=[place])
    for name in ("home", "calendar", "deliveries", "inbox", "new_post"):
        text = owners.get(at(name)).text
        assert "Publishing is paused on 1 space" in text
        assert all(word in text for word in ("Our page", room.title, "Yanis", at("crisis", room.pk)))


def test_a_pause_began_by_the_clock_that_workers_follow(browser, monkeypatch, open_room, place):
    then = datetime(2013, 7, 6, 8, 10, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: then)
    open_room(3, spaces=[place])
    assert Pause.objects.get().at == then


def test_the_room_shows_what_is_said_now(browser, open_room, brand, voice):
    query: Any = wording.listen_for(voice, "Lamps", Query.Purpose.BRAND, "lamp")
    while past.step(query.shown.pk):
        pass
    room, archive = open_room(3), Source.objects.create(workspace=brand, kind="archive", name="Said on air")
    Crisis.objects.filter(pk=room.pk).update(query=query)
    assert "Nothing since it began." in browser.get(at("crisis", room.pk)).text
    said = [Mention(brand.pk, archive.pk, f"radio:{n}", clock.now(), f"My lamp smokes, {n}", author=f"a{n}") for n in range(5)]
    pipeline.take_in(brand, said)
    page = browser.get(at("crisis", room.pk)).text
    heard = page.split('id="room-heard"')[1].split('id="room-timeline"')[0]
    assert heard.count("My lamp smokes") == 3
    assert "The room is opened" in heard
    assert f"?query={query.pk}" in heard


def test_the_room_is_read_in_a_constant_number_of_queries(browser, open_room, place, voice, django_assert_max_num_queries):
    room = open_room(3, spaces=[place])
    browser.get(at("crisis", room.pk))
    with django_assert_max_num_queries(60) as few:
        browser.get(at("crisis", room.pk))
    for number in range(100):
        running.write(voice, room, f"Note {number}: what the carrier says of the parcels that are held in the sorting centre since Monday")
    for number in range(12):
        running.tick(voice, room, running.add_task(voice, room, f"Task {number}", 5), done=True)
    with django_assert_max_num_queries(len(few)):
        answer = browser.get(at("crisis", room.pk))
    assert len(answer.content) < 80_000


def test_who_may_have_a_role_is_asked_once_however_many_roles_there_are(browser, book, django_assert_max_num_queries):
    address = at("playbook", book.pk)
    browser.get(address)
    with django_assert_max_num_queries(40) as few:
        assert "Yanis" in browser.get(address).text
    for number in range(20):
        book.roles.create(name=f"Role {number}", position=number)
    with django_assert_max_num_queries(len(few)):
        browser.get(address)


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_line_is_not_written(browser, room, text):
    browser.post(at("crisis_entries", room.pk), {"text": text})
    assert not Entry.objects.exists()


def test_what_happened_before_is_written_at_its_time_and_nothing_in_the_future(browser, room):
    browser.post(at("crisis_entries", room.pk), {"text": "The press called", "at": "2026-11-01T10:00"})
    browser.post(at("crisis_entries", room.pk), {"text": "Tomorrow", "at": "2099-11-01T10:00"})
    browser.post(at("crisis_entries", room.pk), {"text": "Garbled", "at": "2026-13-45T99:00"})
    early, *others = Entry.objects.order_by("at")
    assert early.at.isoformat() == "2026-11-01T09:00:00+00:00"
    assert all(clock.now() - each.at < clock.now() - early.at for each in others)


def test_a_room_that_is_over_takes_no_acts_but_notes(browser, room, lead):
    closing.close(lead, room, {}, Words())
    task = Task.objects.filter(crisis=room)[0]
    assert browser.post(at("crisis_task", room.pk, task.pk)).status_code == 404
    assert browser.post(at("crisis_entries", room.pk), {"text": "Afterwards"}).status_code == 302


def test_a_task_of_another_room_is_not_found(browser, open_room):
    one, other = open_room(), open_room()
    assert browser.post(at("crisis_task", one.pk, other.tasks.all()[0].pk)).status_code == 404


def test_one_space_goes_on_before_the_others(browser, open_room, place):
    room = open_room(3, spaces=[place])
    browser.post(at("crisis_release", room.pk, place.pk))
    assert Pause.objects.get().lifted_at


def test_closing_puts_everything_off_by_days(browser, open_room, place, brand):
    due = clock.now()
    Delivery.objects.create(workspace=brand, space=place, content={"parts": ["Sale"]}, due_at=due)
    room = open_room(3, spaces=[place])
    assert "Sale" in browser.get(at("crisis_closing", room.pk)).text
    browser.post(at("crisis_closing", room.pk), {"all": "move", "days": "3"})
    row = Delivery.objects.get()
    assert (row.state, (row.due_at - due).days) == ("planned", 3)
    assert Crisis.objects.get().closings.count() == 1


@pytest.mark.parametrize(
    ("hour", "said"), [("", "Say at which time"), ("2020-01-01T10:00", "This time has passed"), ("soon", "Say at which time")]
)
def test_another_hour_that_cannot_be_is_said_on_its_row_and_what_was_typed_stays(browser, open_room, place, brand, hour, said):
    due = clock.now() + timedelta(hours=5)
    waiting = [Delivery.objects.create(workspace=brand, space=place, content={"parts": [text]}, due_at=due) for text in ("Sale", "Vase")]
    room = open_room(3, spaces=[place])
    one, other = (f"d{each.pk}" for each in waiting)
    given = {"all": "each", "days": "4", f"fate-{one}": "drop", f"fate-{other}": "move", f"at-{other}": hour, "cause": "A strike"}
    page = browser.post(at("crisis_closing", room.pk), given)
    assert page.status_code == 422
    assert [said in row.error for row in page.context["rows"]] == [False, True]
    assert f'id="error-{other}"' in page.text
    assert [(row.fate, row.at) for row in page.context["rows"]] == [("drop", ""), ("move", hour)]
    assert all(typed in page.text for typed in ('value="each" checked', "A strike", 'value="4"', 'value="drop" selected'))
    assert not Crisis.objects.get().closings.exists()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"paused"}


def test_the_review_of_a_closed_room_is_written_later(browser, room, lead):
    closing.close(lead, room, {}, Words())
    browser.post(at("crisis_closing", room.pk), {"cause": "A strike", "lesson": "Say it first"})
    assert room.review.cause == "A strike"
    assert "Say it first" in browser.get(at("lessons")).text
    assert "A strike" in browser.get(at("crisis_report", room.pk)).text


def test_a_playbook_is_written_on_one_page(browser, brand):
    browser.post(at("playbooks"))
    book = Playbook.objects.get()
    page = browser.get(at("playbook", book.pk))
    assert page.status_code == 200
    data = fields(page.context)
    total = int(data["task-TOTAL_FORMS"])
    data |= {
        f"task-{total - 1}-text": "Call the insurer",
        f"task-{total - 1}-minutes": "45",
        f"task-{total - 1}-rank": "2",
        "role-0-DELETE": "on",
    }
    assert browser.post(at("playbook", book.pk), data).status_code == 302
    assert list(book.tasks.values_list("text", flat=True))[-1] == "Call the insurer"
    assert book.roles.count() == 3


def fields(context) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("form",):
        found |= {bound.html_name: bound.value() or "" for bound in context[name]}
    for name in ("roles", "tasks", "contacts"):
        part = context[name]
        found |= {bound.html_name: bound.value() for bound in part.management_form}
        for form in part:
            found |= {bound.html_name: bound.value() or "" for bound in form if bound.name != "DELETE"}
    return found


def test_only_those_who_lead_approve(browser, owners, brand, yanis):
    made = Statement.objects.create(workspace=brand, title="We look", text="We look.", written_by=yanis)
    assert browser.post(at("statement_approval", made.pk), {"digest": made.digest}).status_code == 403
    owners.post(at("statement_approval", made.pk), {"digest": made.digest})
    assert Statement.objects.get(pk=made.pk).approval
    assert "Approved" in browser.get(at("statements")).text


def test_the_scale_is_the_usual_one_until_it_is_written(owners, brand):
    page = owners.get(at("crisis_scale"))
    assert not Level.objects.exists()
    data = {bound.html_name: bound.value() for form in page.context["forms"] for bound in form}
    data = {key: "on" if value is True else value for key, value in data.items() if value is not False}
    owners.post(at("crisis_scale"), data | {"1-name": "Bad comment"})
    assert Level.objects.get(rank=1).name == "Bad comment"


def test_the_pause_of_a_person_leads_to_what_is_held_back(browser, lead):
    pausing.pause(lead, "Strike")
    text = browser.get(at("deliveries")).text
    assert "Strike" in text
    assert "What is held back" in text
