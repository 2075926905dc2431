import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import translation
from openpyxl import load_workbook

from diapason.insights import following, ingest, rollup
from diapason.insights.dashboard import Compared
from diapason.insights.models import Outcome, Report, ReportSchedule, Sending
from diapason.insights.reports import document, facts, making, pdf, sentences, sheet, svg
from diapason.insights.rollup import Addition
from diapason.insights.tests.conftest import NOON, figures, publish
from diapason.strategy.models import Target
from diapason.workspaces import guests
from diapason.workspaces.models import GuestLink, Mail
from diapason.workspaces.periods import Period

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
# Tuesday 1 December 2026, 9 in the morning in Paris.
AFTER = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def month(space, objective, brand):
    """Six posts of November: one brought fifty reactions, the others two; October had brought forty in all."""
    Target.objects.create(objective=objective, kpi="engagement", value=1000)
    for number in range(6):
        publish(space, objective=objective, at=NOON - timedelta(days=number), title=f"Lamp {number}", remote_id=f"r{number}")
    following.follow_published()
    found = {f"r{number}": figures(likes=50 if number == 0 else 2) for number in range(6)}
    ingest.posts(space, list(Outcome.objects.all()), found, NOON)
    rollup.add(brand.pk, [Addition(date(2026, 10, 9), space.pk, None, "likes", 40)])


@pytest.fixture
def report(month, brand, camille):
    with time_machine.travel(AFTER, tick=False):
        gathered = json.loads(json.dumps(facts.gather(brand, NOVEMBER)))
    return Report.objects.create(workspace=brand, start=NOVEMBER.start, end=NOVEMBER.end, facts=gathered, made_by=camille)


def told(report, language):
    with translation.override(language):
        return " ".join(document.of(report).summary)


def test_the_sentences_agree_in_both_languages(report):
    english, french = told(report, "en"), told(report, "fr")
    assert "6 posts were published on 1 network." in english
    assert "Engagement rose by 50%, to 60 reactions." in english
    assert "“Lamp 0”" in english
    assert "5 times the mean" in english
    assert "6 publications sont sorties sur 1 réseau." in french
    assert "L’engagement a augmenté de 50\u202f%, à 60 réactions." in french


def test_one_post_is_written_in_the_singular(report):
    found = facts.load(report.facts)
    index = found.indicators.index(found.indicator("posts"))
    found.indicators[index] = Compared(replace(found.indicators[index].now, value=Decimal(1)), found.indicators[index].before)
    with translation.override("fr"):
        assert sentences.published(found) == "1 publication est sortie sur 1 réseau."


def test_advice_comes_with_its_evidence(report):
    with translation.override("en"):
        found = sentences.advice(facts.load(report.facts))
    assert any("1,000" in each.evidence for each in found)
    assert any("6 posts of 6 had none." in each.evidence for each in found)


def test_a_report_without_a_figure_still_says_so(brand):
    empty = Report(workspace=brand, start=NOVEMBER.start, end=NOVEMBER.end, facts=json.loads(json.dumps(facts.gather(brand, NOVEMBER))))
    assert "Nothing was published" in told(empty, "en")
    with translation.override("fr"):
        assert pdf.make(document.of(empty)).startswith(b"%PDF")


def test_the_pdf_is_tagged_and_takes_hostile_titles_as_text(report):
    report.facts["posts"][0]["title"] = '#panic("x") $ \\ <b> « é » 🎉 مرحبا'
    report.note = '#sys.exit() \n "quoted"'
    for language in ("fr", "en"):
        with translation.override(language):
            made = pdf.make(document.of(report))
        assert made.startswith(b"%PDF")
        assert b"/MarkInfo" in made


def test_emoji_leave_the_paper_and_words_stay():
    assert pdf.legible({"a": ["Hello 🎉👩‍👩‍👧 world 🇫🇷 ❤️ 3 €", 4]}) == {"a": ["Hello  world   3 €", 4]}


def test_the_spreadsheet_adds_up(report):
    with translation.override("en"):
        book = load_workbook(io.BytesIO(sheet.make(document.of(report))))
    assert book.sheetnames == ["Summary", "Indicators", "Objectives", "Networks", "Posts"]
    row = next(row for row in book["Indicators"].iter_rows(values_only=True) if row[0] == "Engagement")
    assert row[1:4] == (60, 40, 0.5)


def test_a_chart_begins_at_zero_and_leaves_gaps():
    drawn = svg.line(["a", "b", "c"], [None, None, None])
    assert "NaN" not in drawn
    assert svg.ceiling(Decimal(2713)) == 4000


@pytest.fixture
def schedule(month, brand, camille, yanis):
    with time_machine.travel(datetime(2026, 11, 20, tzinfo=UTC), tick=False):
        camille.language = "fr"
        camille.save()
        guest = GuestLink.objects.create(
            workspace=brand, name="Client", email="client@example.com", created_by=camille, expires_at=AFTER + timedelta(days=9)
        )
        made = ReportSchedule.objects.create(workspace=brand, rhythm="monthly")
        made.people.set([camille, yanis])
        made.guests.set([guest])
    ReportSchedule.objects.update(created_at=datetime(2026, 11, 20, tzinfo=UTC))
    return ReportSchedule.objects.get()


def test_each_reader_gets_each_period_once_in_their_language(schedule):
    with time_machine.travel(AFTER, tick=False):
        assert making.send_due(AFTER) == 3
        assert making.send_due(AFTER + timedelta(minutes=20)) == 0
    subjects = {mail.to: mail.subject for mail in Mail.objects.all()}
    assert subjects["camille@example.com"].endswith("Résultats, novembre 2026")
    assert subjects["yanis@example.com"].endswith("Results, November 2026")
    assert all(mail.files.get().mime == "application/pdf" for mail in Mail.objects.all())
    assert Report.objects.count() == 1
    assert Sending.objects.count() == 3


def test_nothing_leaves_before_seven_in_the_morning_of_the_brand(schedule):
    early = datetime(2026, 12, 1, 5, 59, tzinfo=UTC)  # 6:59 in Paris
    with time_machine.travel(early, tick=False):
        assert making.send_due(early) == 0
        assert making.send_due(early + timedelta(minutes=2)) == 3


def test_a_schedule_does_not_send_what_was_over_before_it(schedule):
    before = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    assert making.due_period(schedule, before) is None
    assert making.due_period(schedule, AFTER) == NOVEMBER


def test_a_weekly_report_covers_monday_to_sunday(schedule):
    schedule.rhythm = "weekly"
    monday = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    assert making.due_period(schedule, monday) == Period(date(2026, 11, 23), date(2026, 11, 29))


def test_somebody_who_left_or_a_link_that_ended_gets_nothing(schedule, yanis):
    yanis.memberships.all().delete()
    GuestLink.objects.update(revoked_at=NOON)
    with time_machine.travel(AFTER, tick=False):
        assert making.send_due(AFTER) == 1


def test_a_client_reads_the_report_through_their_link_and_nothing_else(client, schedule):
    with time_machine.travel(AFTER, tick=False):
        making.send_due(AFTER)
        made, guest = Report.objects.get(), GuestLink.objects.get()
        address = f"/r/{guests.make_token(guest)}/{made.pk}/"
        answer = client.get(address)
        assert "Résultats, novembre 2026" in answer.content.decode()
        assert answer["Referrer-Policy"] == "no-referrer"
        assert client.get(f"{address}report.pdf").content.startswith(b"%PDF")
        assert client.get(f"/r/{guests.make_token(guest)}x/{made.pk}/").status_code == 404
        assert client.get(f"/w/{made.workspace.slug}/results/reports/{made.pk}/").status_code == 302
        GuestLink.objects.update(revoked_at=AFTER)
        assert client.get(address).status_code == 404


def test_a_person_makes_a_report_and_downloads_it(client, brand, camille, month):
    client.force_login(camille)
    page = f"/w/{brand.slug}/results/reports/"
    with time_machine.travel(NOON, tick=False):
        client.force_login(camille)
        answer = client.post(f"{page}new/", {"start": "2026-11-01", "end": "2026-11-30", "note": "Hello"})
        made = Report.objects.get()
        assert made.end == NOON.date()  # the days to come are left out
        assert b"Hello" in client.get(answer["Location"]).content
        assert client.get(f"{answer['Location']}report.xlsx").status_code == 200
        assert client.get(f"{answer['Location']}report.exe").status_code == 404
        assert client.post(f"{page}new/", {"start": "2027-11-01", "end": "2027-11-30"}).status_code == 422
        assert client.get(page).status_code == 200


def test_a_schedule_is_made_stopped_and_resumed(client, brand, camille):
    client.force_login(camille)
    page = f"/w/{brand.slug}/results/reports/"
    assert client.post(f"{page}schedules/new/", {"rhythm": "weekly"}).status_code == 422
    client.post(f"{page}schedules/new/", {"rhythm": "weekly", "people": [camille.pk]})
    made = ReportSchedule.objects.get()
    client.post(f"{page}schedules/{made.pk}/stop/")
    assert not ReportSchedule.objects.filter(stopped_at=None).exists()
    client.post(f"{page}schedules/{made.pk}/resume/")
    assert ReportSchedule.objects.filter(stopped_at=None).exists()
