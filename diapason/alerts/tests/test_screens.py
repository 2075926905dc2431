"""What people read of alerts, and what they choose."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from diapason.alerts import reading
from diapason.alerts.models import Acknowledgement, Alert, Duty, Watch
from diapason.alerts.tests.conftest import NOON
from diapason.listening.mentions import Sentiment
from diapason.listening.models import Query
from diapason.listening.store import store
from diapason.workspaces.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def alert(look, hear, said, query) -> Alert:
    words = ["Colis perdu", "Colis cassé", "Le colis est en retard", "Toujours rien"]
    mentions = [
        said(
            f"{words[number % 4]}, la livraison {number}",
            said_at=NOON - timedelta(minutes=number % 9),
            found_by=(query.shown_id,),
            author=f"forum/{number % 7}",
            author_name=f"Jean {number % 7}",
            followers=100 * number,
            url=f"https://forum.example.com/{number}",
            sentiment=Sentiment.NEGATIVE if number % 2 else None,
        )
        for number in range(20)
    ]
    store().keep(mentions)
    look()
    return Alert.objects.get()


def page(client: Any, name: str, *args: Any, query: str = "") -> str:
    response = client.get(reverse(name, args=["maison-lumen", *args]) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_an_alert_says_what_happened_and_who_drives_it(client, yanis, alert):
    client.force_login(yanis)
    html = page(client, "alert", alert.pk)
    told = ("20 mentions in 15", "hardly anything is usual", "colis", "forum.example.com", "10 negative of 10", "The first of its kind")
    assert [said for said in told if said not in html] == []
    assert html.count('class="line mention"') == 3
    assert "Jean 5" in html  # heard by most, among the examples


def test_from_an_alert_its_mentions_are_one_click_away(client, yanis, alert):
    client.force_login(yanis)
    shown = client.get(reverse("alert", args=["maison-lumen", alert.pk]))
    address = shown.context["mentions"]
    assert {each.mention.url.rpartition("/")[0] for each in client.get(address).context["mentions"]} == {"https://forum.example.com"}
    html = shown.content.decode().replace("&amp;", "&")
    assert f'href="{address}&author=forum/' in html
    assert f'href="{address}&site=forum.example.com"' in html
    for each in shown.context["evidence"].examples:
        assert reverse("mention", args=["maison-lumen", each.id]) in html


def test_from_a_query_how_closely_it_is_watched_is_one_click_away(client, yanis, alert, query):
    client.force_login(yanis)
    address = reverse("query_watch", args=["maison-lumen", query.pk])
    assert address in page(client, "query", query.pk)
    watch = Watch.objects.get(query=query)
    assert client.get(address).url == reverse("watch", args=["maison-lumen", watch.pk])
    watch.delete()
    assert client.get(address).url == reverse("watches", args=["maison-lumen"])


def test_the_words_of_the_query_tell_nothing_of_what_drives_it(client, yanis, alert, query):
    client.force_login(yanis)
    Query.objects.filter(pk=query.pk).update(name="La livraison")
    driven = page(client, "alert", alert.pk).split("Who and what drives it")[1].split("</dl>")[0]
    assert "colis" in driven
    assert "livraison" not in driven


def test_its_chart_shows_what_was_usual(client, yanis, alert):
    client.force_login(yanis)
    html = page(client, "alert", alert.pk)
    assert "Most that is usual" in html
    assert "18 Nov 12:00" in html


def test_what_was_erased_is_in_no_alert(client, yanis, alert, brand):
    for number in range(7):
        store().erase_author(brand.pk, f"forum/{number}", [alert.wording])
    client.force_login(yanis)
    html = page(client, "alert", alert.pk)
    assert "None of these mentions is kept any more." in html
    assert "Jean" not in html


def test_answering_for_it(client, yanis, camille, alert):
    client.force_login(yanis)
    url = reverse("alert_acknowledgement", args=["maison-lumen", alert.pk])
    assert client.post(url).url == reverse("alert", args=["maison-lumen", alert.pk])
    assert Acknowledgement.objects.get().person == yanis
    client.force_login(camille)
    client.post(url)
    assert Acknowledgement.objects.get().person == yanis
    assert "Yanis answers for it" in page(client, "alert", alert.pk)


def test_the_list_is_filtered_and_costs_the_same_however_long(client, yanis, alert, django_assert_max_num_queries):
    copies = [Alert.objects.get(pk=alert.pk) for _number in range(40)]
    for number, copy in enumerate(copies):
        copy.pk, copy.opened_at = None, NOON - timedelta(days=number + 1)
    Alert.objects.bulk_create(copies)
    client.force_login(yanis)
    with django_assert_max_num_queries(10):
        html = page(client, "alerts")
    assert "Next page" in html
    assert len(html) < 80_000
    assert "No alert answers these filters" in page(client, "alerts", query="?kind=negativity")
    Acknowledgement.objects.create(alert=alert, person=yanis, at=NOON)
    assert f"/alerts/{alert.pk}/" not in page(client, "alerts", query="?state=waiting")


def test_an_alert_costs_few_queries(client, yanis, alert, django_assert_max_num_queries):
    client.force_login(yanis)
    page(client, "alert", alert.pk)
    with django_assert_max_num_queries(18):
        page(client, "alert", alert.pk)


def test_the_first_day_teaches(client, yanis):
    client.force_login(yanis)
    assert "Nothing unusual so far" in page(client, "alerts")


def test_choosing_how_closely_a_query_is_watched_keeps_what_was_learnt(client, yanis, camille, look):
    before = look()
    client.force_login(camille)
    response = client.post(reverse("watch", args=["maison-lumen", before.pk]), {"sensitivity": "high", "people": [yanis.pk]})
    assert response.status_code == 302
    after = Watch.objects.get()
    assert (after.sensitivity, list(after.people.all()), after.state) == ("high", [yanis], before.state)
    assert Event.objects.filter(verb="alert.watch_changed").count() == 1
    assert "Yanis" in page(client, "watches")


def test_somebody_of_another_brand_cannot_be_told(client, camille, olga, look):
    watch = look()
    client.force_login(camille)
    response = client.post(reverse("watch", args=["maison-lumen", watch.pk]), {"sensitivity": "high", "people": [olga.pk]})
    assert response.status_code == 422
    assert not Watch.objects.get().people.exists()


def test_choosing_working_hours(client, camille, brand):
    client.force_login(camille)
    url = reverse("alert_hours", args=["maison-lumen"])
    assert client.post(url, {"begins": "09:00", "ends": "18:30", "weekends": "on", "patience": "15"}).status_code == 302
    duty = Duty.objects.get(workspace=brand)
    assert (f"{duty.begins:%H:%M}", f"{duty.ends:%H:%M}", duty.weekends, duty.patience) == ("09:00", "18:30", True, 15)
    assert client.post(url, {"begins": "09:00", "ends": "18:30", "patience": "1"}).status_code == 422


@pytest.mark.parametrize(
    ("kind", "severity", "told"), [("spike", "serious", True), ("negativity", "serious", False), ("negativity", "notable", False)]
)
def test_nobody_is_thanked_for_complaints(brand, kind, severity, told):
    steps = reading.next_steps(Alert(workspace=brand, kind=kind, severity=severity), answered=True)
    assert any("good news" in step for step in steps) is told
