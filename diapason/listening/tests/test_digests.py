"""The digest of what was said: what it says, when it leaves, and that it leaves once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from conftest import at, join
from diapason.listening import annotating, pipeline
from diapason.listening.annotating import Happening
from diapason.listening.digests import gathering, sending, wording
from diapason.listening.mentions import Sentiment
from diapason.listening.models import Issue, Subscription
from diapason.workspaces import mail
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Mail, Membership
from diapason.workspaces.periods import Period

pytestmark = pytest.mark.django_db


# Tuesday 17 November 2026, 7:30 in the morning in Paris.
MORNING = datetime(2026, 11, 17, 6, 30, tzinfo=UTC)
MONDAY = Period(date(2026, 11, 16), date(2026, 11, 16))


@pytest.fixture
def held(owner) -> Subscription:
    found = sending.subscribe(owner, "daily", even_quiet=False)
    Subscription.objects.filter(pk=found.pk).update(since=MORNING - timedelta(days=9))
    found.refresh_from_db()
    return found


def test_a_digest_says_what_was_told_most_against_what_is_usual(hear, ask, brand):
    ask("lumen", "Lumen")
    for week in range(1, 5):
        hear(f"lumen éclaire {week}", said_at=datetime(2026, 11, 16, 9, tzinfo=UTC) - timedelta(weeks=week), key=f"u{week}")
    told = "Lumen repousse toutes ses livraisons de lampes jusqu’à la fin du mois prochain"
    hear(told, told, told, sentiment=Sentiment.NEGATIVE, author="x:1", author_name="Inès", followers=900)
    hear("lumen cherche une lampe solide pour le salon ?", intent="question", author="x:2", author_name="Paul")
    digest = gathering.gather(brand, MONDAY)
    [line] = digest.lines
    assert (line.mentions, line.usual) == (4, 1)
    assert wording.said(line) == "Lumen: 4 mentions, more than usual (1)"
    assert digest.stories[0].copies == 3
    assert wording.spread(digest.stories[0]).startswith("3 times, 2")
    assert digest.stories[0].reach == 2700
    assert {each.word.word for each in digest.risen} >= {"livraisons"}
    assert digest.authors[0].name == "Inès"


def test_a_digest_is_sent_in_the_morning_of_its_reader_and_once(hear, ask, held, camille):
    ask("lumen")
    hear("lumen brille")
    assert sending.send_due(MORNING - timedelta(hours=1)) == 0
    assert sending.send_due(MORNING) == 1
    assert sending.send_due(MORNING + timedelta(hours=2)) == 0
    [sent] = Mail.objects.all()
    assert sent.to == camille.email
    assert sent.subject == "Maison Lumen · lumen: 1 mention"
    headers = mail.message_of(sent).message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/d/" in headers["List-Unsubscribe"]


def test_two_workers_send_it_once_and_one_that_dies_leaves_it_to_the_next(hear, ask, held, brand, monkeypatch):
    ask("lumen")
    hear("lumen brille")
    digest = gathering.gather(brand, MONDAY)

    def die(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(mail, "put", die)
        with pytest.raises(KeyboardInterrupt):
            sending.send(held, MONDAY, digest, MORNING)
    assert not Issue.objects.exists()
    assert sending.send(held, MONDAY, digest, MORNING)
    assert not sending.send(held, MONDAY, digest, MORNING)
    assert Mail.objects.count() == 1


def test_a_reader_elsewhere_has_their_own_morning(hear, ask, held, camille):
    ask("lumen")
    hear("lumen brille")
    camille.time_zone = "America/Montreal"
    camille.save()
    assert sending.send_due(MORNING) == 0
    assert sending.send_due(MORNING + timedelta(hours=6)) == 1


def test_nothing_is_sent_when_there_is_nothing_to_say_unless_it_is_wanted(ask, held, owner):
    ask("lumen")
    assert sending.send_due(MORNING) == 0
    assert Issue.objects.get().empty
    Issue.objects.all().delete()
    Subscription.objects.update(even_quiet=True)
    assert sending.send_due(MORNING) == 1
    assert "Nothing was said" in Mail.objects.get().content["text"]


def test_an_alert_is_something_to_say(ask, held, monkeypatch):
    ask("lumen")
    alarm = annotating.Kind("Alerts", "bell-ring", lambda *_: [Happening(MONDAY.start, "Many mentions · lumen", "/a")], usual=True)
    monkeypatch.setitem(annotating.kinds(), "alert", alarm)
    assert sending.send_due(MORNING) == 1
    assert "Many mentions" in Mail.objects.get().subject


def test_a_worker_that_was_stopped_sends_no_old_news(hear, ask, held):
    ask("lumen")
    hear("lumen brille")
    assert sending.due(held, MORNING + timedelta(days=3)) == Period(date(2026, 11, 19), date(2026, 11, 19))
    Subscription.objects.update(rhythm="weekly")
    held.refresh_from_db()
    assert sending.due(held, MORNING) == Period(date(2026, 11, 9), date(2026, 11, 15))
    assert sending.due(held, MORNING + timedelta(days=3)) is None


def test_who_subscribes_gets_no_day_that_was_over_before(owner):
    held = sending.subscribe(owner, "daily", even_quiet=True)
    assert sending.due(held, MORNING) is None


def test_who_left_the_team_gets_no_digest(hear, ask, held, camille):
    ask("lumen")
    hear("lumen brille")
    Membership.objects.filter(person=camille).delete()
    assert sending.send_due(MORNING) == 0


def test_one_leaves_from_the_message_with_one_click_and_not_by_looking(client, held, django_capture_on_commit_callbacks):
    address = reverse("digest_leaving", args=[sending.token_of(held)])
    assert "Get it no more" in client.get(address).content.decode()
    held.refresh_from_db()
    assert held.stopped_at is None
    client.handler.enforce_csrf_checks = True
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Subscription.objects.exclude(stopped_at=None).count() == 1
    assert client.get(reverse("digest_leaving", args=["forged"])).status_code == 404
    assert sending.send_due(MORNING) == 0


def test_one_subscribes_on_a_screen_that_shows_the_last_one(signed_in, brand, ask, said):
    from django.utils import timezone

    ask("lumen")
    pipeline.take_in(brand, [said("lumen brille", said_at=timezone.now() - timedelta(days=1))])
    address = at("digest")
    assert "lumen: 1 mention" in signed_in.get(address).content.decode()
    signed_in.post(address, {"rhythm": "weekly", "even_quiet": "on"})
    assert Subscription.objects.get().rhythm == "weekly"
    signed_in.post(at("digest_stop"))
    assert Subscription.objects.get().stopped_at is not None


def test_each_reader_reads_it_in_their_language(hear, ask, held, brand):
    ask("lumen")
    hear("lumen brille", "lumen brille encore")
    sending.subscribe(member_of(join(brand, "Rita", "reader", "fr"), brand.slug), "daily", even_quiet=False)
    Subscription.objects.update(since=MORNING - timedelta(days=9))
    assert sending.send_due(MORNING) == 2
    texts = {sent.to: sent.content["text"] for sent in Mail.objects.all()}
    assert "Ouvrir la veille" in texts["rita@example.com"]
    assert "Open listening" in texts["camille@example.com"]
