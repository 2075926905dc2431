"""The calendar in a browser: looked at, dragged, moved with the keyboard, taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from diapason.core import clock
from diapason.editorial.exchange import importing
from diapason.editorial.models import BrandMoment, Post, Variant
from diapason.networks.base import registry
from diapason.strategy.models import Objective
from diapason.territory.models import Space
from diapason.workspaces.members import member_of
from diapason.workspaces.models import LongTask

NOVEMBER = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TITLES = [
    ("Trois gestes pour garder la lumière du matin", 0, 7, "published", 1),
    ("Atelier de Lyon : six places", 0, 10, "approved", 2),
    ("« J’ai éclairé ma cuisine sans refaire l’électricité »", 1, 13, "in_review", 3),
    ("Sondage : poser ou suspendre ?", 1, 17, "planned", 1),
    ("En direct de l’atelier", 3, 11, "draft", 2),
    ("Infolettre de décembre et article du blog", 3, 16, "planned", 1),
    ("Réparer plutôt que racheter : notre journée", 4, 6, "planned", 2),
]


@pytest.fixture
def week(brand, camille, monkeypatch):
    """A week of posts around 23 November 2026, seen on that day."""
    monkeypatch.setattr(clock, "now", lambda: NOVEMBER)
    objectives = [
        Objective.objects.create(
            workspace=brand, name=name, kind="image", colour=number, starts_on=NOVEMBER.date(), due_on=NOVEMBER.date() + timedelta(90)
        )
        for number, name in enumerate(["Image de marque", "Ateliers", "Ventes"], 1)
    ]
    slugs = list(registry.networks())
    spaces = [Space.objects.create(workspace=brand, network=slug, name=f"Lumen {slug}", account_id=slug, rhythm=2) for slug in slugs[:2]]
    posts = []
    for title, day, hour, status, objective in TITLES:
        at = datetime(2026, 11, 23 + day, hour, 30, tzinfo=UTC)
        post = Post.objects.create(
            workspace=brand, author=camille, title=title, text=title, status=status, publish_at=at, objective=objectives[objective - 1]
        )
        for slug in slugs[: 1 + day % 2]:
            variant = Variant.objects.create(post=post, network=slug)
            variant.spaces.set([space for space in spaces if space.network == slug])
        posts.append(post)
    Post.objects.create(
        workspace=brand, author=camille, title="Portraits d’artisans", status="draft", writing_due=datetime(2026, 11, 25, 11, tzinfo=UTC)
    )
    BrandMoment.objects.create(workspace=brand, name="Atelier de Lyon", starts_on=date(2026, 11, 26), ends_on=date(2026, 11, 26))
    return posts


@pytest.mark.parametrize("view", ["month", "week", "list", "board"])
def test_every_way_to_see_the_calendar_is_accessible_in_both_languages(page, sign_in, camille, week, axe, shots, view):
    sign_in(camille)
    page.goto(f"/w/maison-lumen/calendar/?view={view}&date=2026-11-23")
    if view in {"month", "week"}:
        page.wait_for_selector("#calendar .chip")
    axe(page, within="#main")
    shots(page, f"calendar-{view}", person=camille, prepare=lambda page: page.wait_for_timeout(700))


def chip(page, title):
    return page.locator("#calendar .chip", has_text=title)


def day(page, date):
    """The column of a day of the week that is shown."""
    return page.locator(f"#calendar .cal-cell[data-date='{date}']")


def test_a_post_is_dragged_to_another_day_and_back(page, sign_in, camille, week):
    sign_in(camille)
    page.goto("/w/maison-lumen/calendar/?view=week&date=2026-11-23")
    post = week[4]  # Thursday
    chip(page, post.title).wait_for()
    box, target = chip(page, post.title).bounding_box(), day(page, "2026-11-28").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(target["x"] + 40, target["y"] + 120, steps=12)
    page.mouse.up()
    page.locator(".toast", has_text="moved to Saturday").wait_for()
    post.refresh_from_db()
    assert post.publish_at == datetime(2026, 11, 28, 11, 30, tzinfo=UTC)
    page.get_by_role("button", name="Undo").click()
    page.wait_for_timeout(600)
    post.refresh_from_db()
    assert post.publish_at == datetime(2026, 11, 26, 11, 30, tzinfo=UTC)


def test_a_post_is_moved_with_the_keyboard(page, sign_in, camille, week, axe):
    sign_in(camille)
    page.goto("/w/maison-lumen/calendar/?view=week&date=2026-11-23")
    button = page.get_by_role("button", name="Move “En direct de l’atelier”")
    button.focus()
    page.keyboard.press("Enter")
    axe(page, within="#move")
    page.locator("#move-when").fill("2026-11-27T16:00")
    page.keyboard.press("Enter")
    page.locator(".toast", has_text="moved to Friday").wait_for()
    week[4].refresh_from_db()
    assert week[4].publish_at == datetime(2026, 11, 27, 15, 0, tzinfo=UTC)


def test_what_the_server_refuses_goes_back_with_the_reason(page, sign_in, camille, week, problems):
    sign_in(camille)
    page.goto("/w/maison-lumen/calendar/?view=week&date=2026-11-23")
    post = week[4]
    chip(page, post.title).wait_for()
    Post.objects.filter(pk=post.pk).update(status="published")
    box, target = chip(page, post.title).bounding_box(), day(page, "2026-11-28").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(target["x"] + 40, target["y"] + 120, steps=12)
    page.mouse.up()
    page.locator(".toast.bad", has_text="Published").wait_for()
    back = chip(page, post.title).bounding_box()
    assert abs(back["x"] - box["x"]) < 4
    problems.clear()  # the browser says in its console that the answer was 422


FILE = "Titre;Date de publication;Réseaux;Objectif\nVœux;02/01/2027 9h;;Image de marque\nSoldes;bientôt;;Ventes\n"


def test_a_file_is_imported_screen_by_screen(page, sign_in, camille, week, axe, shots):
    sign_in(camille)
    page.goto("/w/maison-lumen/calendar/import/")
    axe(page, within="#main")
    shots(page, "import", person=camille)
    page.locator("#file").set_input_files({"name": "calendrier.csv", "mimeType": "text/csv", "buffer": FILE.encode("cp1252")})
    page.locator(".import-file button[type=submit]").click()
    page.locator(".import-mapping").wait_for()
    axe(page, within="#main")
    shots(page, "import-columns", person=camille)
    address = page.url
    task = LongTask.objects.get()
    importing.run(task, member_of(camille, "maison-lumen"))
    page.goto(address)
    page.get_by_role("heading", level=2).first.wait_for()
    axe(page, within="#main")
    shots(page, "import-report", person=camille)


@pytest.mark.parametrize("name", ["moments", "moments/new", "calendar/subscription"])
def test_the_other_screens_are_accessible(page, sign_in, camille, week, axe, shots, name):
    sign_in(camille)
    page.goto(f"/w/maison-lumen/{name}/")
    if name == "calendar/subscription":
        page.get_by_role("button").filter(has_text="address").click()
        page.locator(".feed-address").wait_for()
    axe(page, within="#main")
    shots(page, name.replace("/", "-"), person=camille)
