"""A disaster replayed at sixty times its speed: a minute of the sixth of July 2013 is a second here.

Tweets come in as they did, are watched as the worker watches them, and a person works in a browser: the alert, the room, the pause.
While a page loads, that morning waits: what happens in it does not depend on how busy the machine is.

`bin/film FOLDER` keeps the pictures, in both languages and both themes.
"""

import contextlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from diapason.alerts import watching
from diapason.alerts.models import Alert
from diapason.core import clock
from diapason.crises import playbooks, statements
from diapason.crises.models import Crisis, Statement
from diapason.editorial.models import Post, Variant
from diapason.listening import past, pipeline, wording
from diapason.listening.mentions import Mention
from diapason.listening.models import Query, Source
from diapason.networks.base.content import Content
from diapason.publishing.models import Delivery, Pause
from diapason.territory.models import Space
from diapason.workspaces.members import Member, member_of
from diapason.workspaces.models import Person
from tests.browser.test_every_screen import apart
from tests.objects import a_network
from tests.tweets import Tweet, written_of

SHOTS = os.environ.get("DIAPASON_SHOTS", "")
SPEED = 60
STEP = timedelta(seconds=15)  # of that morning, between two looks of the worker
BEGINS = datetime.fromisoformat("2013-07-06T07:17+00:00")  # the first tweet of the collection that is part of what follows
FOUND_WITHIN = timedelta(minutes=55)  # the collection holds five tweets of that time
NOON = datetime.fromisoformat("2013-07-06T15:59+00:00")  # twelve o’clock there, all but a minute
ASKED = '"lac mégantic" OR lacmegantic OR #lacmegantic OR (train AND (explo* OR derail* OR déraill*)) OR (tren AND Quebec)'
WORDS: dict[str, dict[str, Any]] = {
    "fr": {
        "space": "Tourisme en Estrie",
        "posts": ("Train touristique : départs tous les samedis", "Week-end au lac : deux nuits pour une"),
        "statement": "Nos pensées vont à Lac-Mégantic",
        "says": "Nos pensées vont aux familles de Lac-Mégantic. Nos publications s’arrêtent. Pour joindre un proche : la Croix-Rouge.",
        "decision": "Rien ne sort sur les trains ni les week-ends jusqu’à nouvel ordre.",
        "note": "La mairie confirme : le centre-ville est évacué.",
        "witness": "Témoin",
    },
    "en": {
        "space": "Visit the Townships",
        "posts": ("Scenic train: every Saturday from June", "A week-end by the lake: two nights for one"),
        "statement": "Our thoughts are with Lac-Mégantic",
        "says": "Our thoughts are with the families of Lac-Mégantic. We stop posting. To reach a relative: the Red Cross.",
        "decision": "Nothing about trains or week-ends goes out until further notice.",
        "note": "The town confirms: downtown is evacuated.",
        "witness": "Witness",
    },
}


@dataclass
class Series:
    """The clock of that morning, and what comes in by it. `worked`: seconds that taking it in and looking at it took."""

    source: Source
    tweets: list[Tweet]
    witness: str
    now: datetime = BEGINS - timedelta(minutes=2)
    heard: int = 0
    worked: float = field(default=0.0)

    def go_on(self, until: datetime, enough: Callable[[], bool] = lambda: False, *, paced: bool = True) -> None:
        """What is said comes in, and is looked at, as the worker does."""
        since, at_first = self.now, time.monotonic()
        while self.now < until and not enough():
            begun = time.monotonic()
            self.now = min(self.now + STEP, until)
            self.take_in()
            watching.look_at_all()
            self.worked += time.monotonic() - begun
            if paced:
                time.sleep(max(at_first + (self.now - since).total_seconds() / SPEED - time.monotonic(), 0))

    def take_in(self) -> None:
        fresh = [tweet for tweet in self.tweets[self.heard :] if tweet.at <= self.now]
        mentions = [self.mention(self.heard + number, tweet) for number, tweet in enumerate(fresh)]
        self.heard += len(fresh)
        if mentions:
            pipeline.take_in(self.source.workspace, mentions)

    def mention(self, number: int, tweet: Tweet) -> Mention:
        """Who wrote it, and how many followed them, the collection does not tell."""
        who = f"tweets.example/{tweet.key}"
        return Mention(
            workspace=self.source.workspace_id, source=self.source.pk, key=f"tweet/{tweet.key}", said_at=tweet.at, text=tweet.text,
            author=who, author_name=f"{self.witness} {number + 1}", url=f"https://{who}",
        )  # fmt: skip


@pytest.fixture(params=["fr", "en"] if SHOTS else ["en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def series(live: str, brand: Any, camille: Any, language: str, monkeypatch: pytest.MonkeyPatch) -> Series:
    tweets = [tweet for tweet in written_of("2013_Lac_Megantic_train_crash") if tweet.at >= BEGINS]
    if not tweets:
        pytest.skip("skipped: ../shared/data/crisislex absent")
    brand.name, brand.time_zone, brand.language = WORDS[language]["space"], "America/Toronto", language
    brand.save()
    Person.objects.filter(pk=camille.pk).update(language=language, time_zone="America/Toronto")
    camille.refresh_from_db()
    source = Source.objects.create(workspace=brand, kind=Source.Kind.ARCHIVE, name="Tweets")
    found = Series(source, tweets, WORDS[language]["witness"])
    monkeypatch.setattr(clock, "now", lambda: found.now)
    furnish(member_of(camille, brand.slug), found.now, WORDS[language], language)
    return found


def furnish(owner: Member, now: datetime, words: dict[str, Any], language: str) -> None:
    """A brand of the region with a query, a playbook, words that were approved, and promotions that go out within hours."""
    query: Any = wording.listen_for(owner, "Lac-Mégantic", Query.Purpose.SECTOR, ASKED)
    while past.step(query.shown.pk):
        pass
    playbooks.begin(owner)
    said = Statement(workspace=owner.workspace, title=words["statement"], text=words["says"], language=language)
    statements.approve(owner, statements.keep(owner, said), said.digest)
    space = Space.objects.create(
        workspace=owner.workspace, network=a_network(), name=words["space"], account_id="1", base_url="https://network.example"
    )
    for number, title in enumerate(words["posts"]):
        due = now + timedelta(hours=1 + number, minutes=15)
        post = Post.objects.create(
            workspace=owner.workspace, title=title, status="planned", publish_at=due, text=title, author=owner.person
        )
        variant = Variant.objects.create(post=post, network=space.network)
        variant.spaces.add(space)
        Delivery.objects.create(workspace=owner.workspace, space=space, variant=variant, content=Content((title,)).as_json(), due_at=due)


@dataclass
class Screen:
    """A browser that shows that morning."""

    page: Page
    series: Series
    language: str

    def open(self, path: str) -> None:
        self.page.clock.set_fixed_time(self.series.now)
        self.page.goto(path)

    def picture(self, name: str) -> None:
        """In both themes, when what it shows has been drawn."""
        if not SHOTS:
            return
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        for theme in ("light", "dark"):
            self.page.emulate_media(color_scheme=theme)
            self.drawn()
            self.page.screenshot(path=f"{SHOTS}/{name}-{self.language}-{theme}.png")
        self.page.emulate_media(color_scheme="light")

    def drawn(self) -> None:
        self.page.evaluate("document.fonts.ready.then(() => true)")
        for plot in self.page.locator("[data-chart-target=plot]").all():
            expect(plot.locator("svg path").first).to_be_attached()

    def passes(self, **time: float) -> None:
        """What a person takes to read, or to think."""
        apart(lambda: self.series.go_on(self.series.now + timedelta(**time)))
        self.page.clock.set_fixed_time(self.series.now)


@pytest.fixture
def screen(page: Page, sign_in: Any, camille: Any, series: Series, language: str) -> Screen:
    sign_in(camille)
    return Screen(page, series, language)


def test_the_alert_comes_the_room_opens_and_publishing_pauses(screen: Screen, series: Series, language: str) -> None:
    page, words = screen.page, WORDS[language]
    begun = time.monotonic()
    apart(lambda: series.go_on(BEGINS + FOUND_WITHIN, Alert.objects.exists))
    waited = time.monotonic() - begun
    told = apart(lambda: Alert.objects.select_related("query").get())
    first = [tweet.at for tweet in series.tweets if tweet.at <= told.opened_at]
    assert told.began_at <= first[0] + timedelta(minutes=5), "it began with the first of them"
    screen.open(f"/w/maison-lumen/alerts/{told.pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lac-Mégantic")
    screen.picture("1-alert")

    screen.passes(minutes=1)
    page.locator("a[href*='crises/new']").click()
    page.locator("input[name=level][value='3']").check()
    page.locator("input[name=paused]").first.check()
    screen.picture("2-opening")
    screen.passes(minutes=1)
    page.locator("form.fields button[type=submit]").click()
    expect(page.locator("#paused")).to_contain_text(words["space"])
    crisis, pause = apart(Crisis.objects.get), apart(Pause.objects.get)
    assert pause.at == crisis.opened_at == told.opened_at + timedelta(minutes=2)
    assert apart(lambda: set(Delivery.objects.values_list("state", flat=True))) == {"paused"}

    screen.passes(minutes=2)
    lead_the_room(screen, words)
    screen.picture("3-room")
    screen.open("/w/maison-lumen/calendar/?view=list")
    expect(page.locator("#paused")).to_contain_text(words["space"])
    screen.picture("4-calendar")

    screen.open(f"/w/maison-lumen/crises/{crisis.pk}/")
    tick(page, 5)
    apart(lambda: series.go_on(NOON, paced=False))
    screen.open(f"/w/maison-lumen/crises/{crisis.pk}/")
    expect(page.locator("#room-heard .mention").first).to_be_visible()
    screen.picture("5-noon")
    assert apart(lambda: all(each.state == "paused" for each in Delivery.objects.filter(variant__post__title__in=words["posts"])))
    tell(series, told, first, pause, waited)


def lead_the_room(screen: Screen, words: dict[str, Any]) -> None:
    """Two people take their parts, the first tasks are done, what was approved beforehand is said, and what is decided is written."""
    page = screen.page
    for number in range(2):
        page.locator("#room-roles button[name=person][value=me]").nth(number).click()
        expect(page.locator("#room-roles .tone-warn")).to_have_count(3 - number)
    tick(page, 3)
    screen.passes(minutes=1)
    page.locator("details.statement summary").first.click()
    page.locator("details.statement input[name=space]").first.check()
    page.locator("details.statement button[type=submit]").first.click()
    expect(page.locator("#room-timeline")).to_contain_text(words["statement"])
    for kind in ("note", "decision"):
        screen.passes(minutes=1)
        page.locator("textarea[name=text]").fill(words[kind])
        page.locator(f"button[name=kind][value={kind}]").click()
        expect(page.locator(f"#room-timeline .of-{kind}")).to_contain_text(words[kind])
    screen.open(page.url)


def tick(page: Page, more: int) -> None:
    """A click that falls while what others did is drawn is lost, as it is for people: it is made again."""
    done = page.locator("#room-tasks .tick[aria-pressed=true]")
    for wanted in range(done.count() + 1, done.count() + more + 1):
        for _again in range(3):
            if done.count() < wanted:
                page.locator("#room-tasks .tick[aria-pressed=false]").first.click()
                with contextlib.suppress(AssertionError):
                    expect(done).to_have_count(wanted, timeout=5_000)
    expect(done).to_have_count(wanted)


def tell(series: Series, alert: Alert, first: list[datetime], pause: Pause, waited: float) -> None:
    minutes, after = (alert.opened_at - first[0]) / timedelta(minutes=1), (alert.opened_at - first[-1]).total_seconds()
    longest = max(later - earlier for earlier, later in pairwise(first))
    print(
        f"\ntold {minutes:.0f} minutes after the first tweet, {after:.0f} seconds after number {len(first)} (longest silence among "
        f"them: {longest}), in {waited:.0f} seconds: {minutes * 60 / waited:.0f} times its speed; "
        f"paused {pause.at - alert.opened_at} after it; "
        f"{series.heard} tweets by noon, {series.worked:.1f} seconds of work"
    )
