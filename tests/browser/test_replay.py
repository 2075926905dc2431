"""A disaster replayed at sixty times its speed: a minute of the sixth of July 2013 is a second here.

Tweets come in as they did, are watched as the worker watches them, and a person works in a browser: the alert, the room, the pause.
`bin/film FOLDER` keeps the pictures.
"""

import os
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from diapason.alerts import watching
from diapason.alerts.models import Alert
from diapason.core import clock
from diapason.crises import playbooks
from diapason.crises.models import Crisis
from diapason.editorial.models import Post, Variant
from diapason.listening import past, pipeline, wording
from diapason.listening.mentions import Mention
from diapason.listening.models import Query, Source
from diapason.networks.base.content import Content
from diapason.publishing.models import Delivery
from diapason.territory.models import Space
from diapason.workspaces.members import Member, member_of
from tests.browser.test_every_screen import apart
from tests.objects import a_network
from tests.tweets import tweets_of

SPEED = 60
BEGINS = datetime.fromisoformat("2013-07-06T07:17+00:00")  # the first tweet of the collection that is part of what follows
BEFORE = timedelta(minutes=2)
FOUND_WITHIN = timedelta(minutes=55)  # the collection holds five tweets of that time
ACTED_WITHIN = timedelta(minutes=30)  # from the alert to the pause: half a minute of a browser on a busy machine
SAID = (
    "Un train a déraillé au centre de Lac-Mégantic, plusieurs explosions",
    "Des wagons de pétrole brûlent à Lac-Mégantic, le centre-ville est évacué",
    "Lac-Mégantic : quelqu’un a des nouvelles ? Le train a explosé vers une heure",
    "Huge train explosion in Lac-Mégantic, the whole downtown is on fire",
)


@dataclass
class Series:
    """The clock of that morning, and what comes in by it."""

    source: Source
    tweets: list[datetime]
    began: float = field(default_factory=time.monotonic)
    heard: int = 0

    @property
    def now(self) -> datetime:
        return BEGINS - BEFORE + timedelta(seconds=(time.monotonic() - self.began) * SPEED)

    def go_on(self) -> None:
        """Takes in what was said since, and looks at it, as the worker does."""
        fresh = [at for at in self.tweets[self.heard :] if at <= self.now]
        mentions = [self.mention(self.heard + number, at) for number, at in enumerate(fresh)]
        self.heard += len(fresh)
        if mentions:
            pipeline.take_in(self.source.workspace, mentions)
        watching.look_at_all()

    def mention(self, number: int, at: datetime) -> Mention:
        who = f"tweets.example/{number}"
        return Mention(
            workspace=self.source.workspace_id, source=self.source.pk, key=f"tweet/{number}", said_at=at, text=SAID[number % len(SAID)],
            author=who, author_name=f"Témoin {number + 1}", followers=90 * (number % 40), url=f"https://{who}",
        )  # fmt: skip


@pytest.fixture
def series(live: str, brand: Any, camille: Any, monkeypatch: pytest.MonkeyPatch) -> Series:
    tweets = [at for at in tweets_of("2013_Lac_Megantic_train_crash") if at >= BEGINS - BEFORE]
    if not tweets:
        pytest.skip("skipped: ../shared/data/crisislex absent")
    brand.time_zone = "America/Toronto"
    brand.save()
    source = Source.objects.create(workspace=brand, kind=Source.Kind.ARCHIVE, name="Tweets")
    found = Series(source, tweets)
    monkeypatch.setattr(clock, "now", lambda: found.now)
    furnish(member_of(camille, brand.slug), found.now)
    found.began = time.monotonic()
    return found


def furnish(owner: Member, now: datetime) -> None:
    """A brand of the region with a query, a playbook, and a promotion that goes out within the hour."""
    query: Any = wording.listen_for(owner, "Lac-Mégantic", Query.Purpose.SECTOR, '"lac mégantic" OR #lacmegantic')
    while past.step(query.shown.pk):
        pass
    playbooks.begin(owner)
    space = Space.objects.create(
        workspace=owner.workspace, network=a_network(), name="Tourisme en Estrie", account_id="1", base_url="https://network.example"
    )
    for number, title in enumerate(("Train touristique : départs tous les samedis", "Week-end au lac : deux nuits pour une")):
        due = now + timedelta(hours=1 + number)
        post = Post.objects.create(
            workspace=owner.workspace, title=title, status="planned", publish_at=due, text=title, author=owner.person
        )
        variant = Variant.objects.create(post=post, network=space.network)
        variant.spaces.add(space)
        Delivery.objects.create(workspace=owner.workspace, space=space, variant=variant, content=Content((title,)).as_json(), due_at=due)


def picture(page: Page, name: str) -> None:
    folder = os.environ.get("DIAPASON_SHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png")


def look(page: Page, series: Series, path: str) -> None:
    page.clock.set_fixed_time(series.now)
    page.goto(path)


def test_the_alert_comes_the_room_opens_and_publishing_pauses(page: Page, sign_in: Any, camille: Any, series: Series) -> None:
    sign_in(camille)
    look(page, series, "/w/maison-lumen/alerts/")
    while not apart(Alert.objects.exists):
        assert series.now < BEGINS + FOUND_WITHIN, "nobody was told in time"
        apart(series.go_on)
        time.sleep(0.2)
    alert = apart(lambda: Alert.objects.select_related("query").get())
    told = alert.opened_at
    look(page, series, f"/w/maison-lumen/alerts/{alert.pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lac-Mégantic")
    picture(page, "1-alert")

    page.get_by_role("link", name="Open a crisis room").click()
    page.locator("input[name=level][value='3']").check()
    page.locator("input[name=paused]").first.check()
    picture(page, "2-opening")
    page.get_by_role("button", name="Open the room").click()
    expect(page.locator("#paused")).to_contain_text("Publishing is paused on 1 space")
    crisis = apart(Crisis.objects.get)
    assert crisis.opened_at - told <= ACTED_WITHIN
    assert apart(lambda: set(Delivery.objects.values_list("state", flat=True))) == {"paused"}

    page.locator("textarea[name=text]").fill("Nothing about trains or week-ends goes out until further notice.")
    page.get_by_role("button", name="Decision").click()
    expect(page.locator("#room-timeline")).to_contain_text("until further notice")
    while series.now < BEGINS + FOUND_WITHIN + timedelta(minutes=30):
        apart(series.go_on)
        time.sleep(0.5)
    look(page, series, f"/w/maison-lumen/crises/{crisis.pk}/")
    picture(page, "3-room")
    look(page, series, "/w/maison-lumen/calendar/?view=list")
    expect(page.locator("#paused")).to_contain_text("Tourisme en Estrie")
    picture(page, "4-calendar")
    print(
        f"\n{SPEED} times its speed: told {told - BEGINS} after the first tweet, paused {crisis.opened_at - told} after the alert, "
        f"{series.heard} tweets heard"
    )
