"""How long what was said is kept."""

from datetime import date, timedelta

import pytest

from conftest import at
from diapason.core import clock
from diapason.listening import pipeline, retaining
from diapason.listening.models import Retention
from diapason.listening.store import store
from diapason.listening.store.base import Search
from diapason.workspaces.models import Event

pytestmark = pytest.mark.django_db


def texts(brand) -> set[str]:
    return {mention.text for mention in store().search(Search(brand.pk), 50).mentions}


@pytest.mark.parametrize(
    ("today", "months", "first"),
    [
        (date(2026, 11, 22), 12, date(2025, 11, 22)),
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2026, 1, 15), 13, date(2024, 12, 15)),
    ],
)
def test_months_are_counted_back_to_a_day_that_exists(today, months, first):
    assert retaining.first_day(today, months) == first


def test_what_is_older_is_forgotten_and_does_not_come_back(brand, owner, said):
    old, recent = clock.now() - timedelta(days=200), clock.now() - timedelta(days=20)
    pipeline.take_in(brand, [said("ancienne", said_at=old, key="a"), said("récente", said_at=recent)])
    assert retaining.forget_old() == 0
    retaining.choose(owner, 6)
    assert retaining.forget_old() == 1
    assert texts(brand) == {"récente"}
    taken = pipeline.take_in(brand, [said("ancienne", said_at=old, key="a")])
    assert (taken.heard, taken.new) == (1, [])
    held = Retention.objects.get()
    assert held.forgotten == 1
    assert held.done_at is not None


def test_who_kept_everything_keeps_everything(brand, owner, said):
    retaining.choose(owner, None)
    pipeline.take_in(brand, [said("ancienne", said_at=clock.now() - timedelta(days=4000))])
    retaining.forget_old()
    assert texts(brand) == {"ancienne"}


def test_a_brand_whose_turn_fails_does_not_hold_up_the_others(brand, owner, said, monkeypatch):
    pipeline.take_in(brand, [said("ancienne", said_at=clock.now() - timedelta(days=400))])
    retaining.choose(owner, 6)
    monkeypatch.setattr(retaining, "limit", lambda *_: 1 / 0)
    assert retaining.forget_old() == 0


def test_it_is_chosen_on_a_screen_that_says_what_will_happen(signed_in, brand):
    address = at("retention")
    assert "Nothing is forgotten by itself" in signed_in.get(address).content.decode()
    page = signed_in.post(address, {"months": "12"}, follow=True).content.decode()
    assert "Next night, what was said before" in page
    assert Event.objects.filter(verb="retention.changed").count() == 1
    signed_in.post(address, {"months": ""})
    assert Retention.objects.get().months is None
    assert signed_in.post(address, {"months": "7"}).status_code == 422
