"""Everything without a mouse: the focus is always seen, goes through each screen, and comes back from what opened over it."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from diapason.core import clock
from diapason.editorial.models import Post, Variant
from diapason.networks.base import registry
from diapason.territory.models import Space
from diapason.workspaces.models import Person

HOME = "/w/maison-lumen/"
MOST = 120  # controls of one screen

# What is wrong with where the focus is; nothing at the end of the page. A control that is only heard shows it on what holds it.
FOCUS = """() => {
  const it = document.activeElement;
  if (!it || it === document.body || it === document.documentElement) return null;
  const name = `${it.localName}${it.id && "#" + it.id} “${(it.ariaLabel || it.innerText || it.name || "").trim().slice(0, 30)}”`;
  const style = (each) => getComputedStyle(each);
  const ringed = (each) => style(each).outlineStyle !== "none" && parseFloat(style(each).outlineWidth) > 0;
  // Of a date, the browser rings the part that has the focus.
  if (it.matches("input[type^=date], input[type=time]") && !it.matches(":focus-visible")) return "";
  let shown = it;
  while (shown && !ringed(shown) && shown !== document.body) shown = shown.parentElement;
  if (!shown || shown === document.body) return `${name} has no ring`;
  const box = shown.getBoundingClientRect();
  if (box.width < 2 || box.height < 2) return `${name} has no size`;
  if (box.bottom <= 0 || box.top >= innerHeight) return `${name} is out of the window`;
  if (box.right <= 0 || box.left >= innerWidth) return `${name} is beside the window`;
  const parts = [0.1, 0.5, 0.9];
  const spots = parts.flatMap((x) => parts.map((y) => [box.left + box.width * x, box.top + box.height * y]));
  const free = spots.map(([x, y]) => document.elementFromPoint(x, y)).some((top) => top && (shown.contains(top) || top.contains(shown)));
  return free ? "" : `${name} is covered`;
}"""


def through(page) -> list[str]:
    """Tabs through the whole page; what was wrong on the way."""
    wrong: list[str] = []
    for _step in range(MOST):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        if found is None:
            return wrong
        if found:
            wrong.append(found)
    return wrong


def reach(page, locator):
    """Presses Tab until `locator` has the focus."""
    expect(locator).to_be_visible()
    for _step in range(MOST):
        if locator.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {locator}")


@pytest.fixture
def post(live, brand, camille):
    networks = [name for name, each in registry.networks().items() if each.can("publish")][:2]
    spaces = [
        Space.objects.create(workspace=brand, network=network, name="Lumen", account_id="us", connected_by=camille) for network in networks
    ]
    made = Post.objects.create(
        workspace=brand, title="Six places", text="Samedi", author=camille, status="draft", publish_at=clock.now() + timedelta(days=1)
    )
    for space in spaces:
        Variant.objects.create(post=made, network=space.network).spaces.add(space)
    return made


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    "path",
    ["", "calendar/?view=month", "calendar/?view=board", "posts/", "posts/new/", "media/", "inbox/", "spaces/", "team/", "settings/"],
)
def test_the_focus_is_seen_all_the_way_through(page, sign_in, camille, post, path, width):
    sign_in(camille)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{HOME}{path}")
    page.locator("#main").wait_for()
    assert through(page) == []


def test_the_focus_is_seen_all_the_way_through_the_composer(page, sign_in, camille, post):
    sign_in(camille)
    page.goto(f"{HOME}posts/{post.pk}/compose/")
    page.get_by_role("tab").first.wait_for()
    assert through(page) == []


def test_a_post_is_written_and_sent_with_keys_alone(page, sign_in, camille, post):
    sign_in(camille)
    page.goto(f"{HOME}posts/{post.pk}/compose/")
    text = page.get_by_label("Text", exact=True).first
    reach(page, text)
    page.keyboard.press("Control+End")
    page.keyboard.type(" à dix heures.")
    expect(page.locator("[data-composer-target=state]")).to_contain_text("Saved at")
    expect(text).to_be_focused()
    tab = page.locator("[role=tab][aria-selected=true]")
    reach(page, tab)
    before = tab.get_attribute("id")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[role=tab][aria-selected=true]")).not_to_have_id(before)
    expect(page.locator("[role=tab][aria-selected=true]")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    send = page.get_by_role("button", name="Send for approval")
    page.keyboard.press("Control+Home")
    page.evaluate("document.activeElement.blur()")
    reach(page, send)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/posts/{post.pk}/")
    post.refresh_from_db()
    assert (post.text, post.status) == ("Samedi à dix heures.", "in_review")


def test_a_post_is_moved_in_the_calendar_and_back_with_keys_alone(page, sign_in, camille, post):
    before = post.publish_at
    sign_in(camille)
    page.goto(f"{HOME}calendar/?view=week&date={before:%Y-%m-%d}")
    reach(page, page.get_by_role("button", name="Move “Six places”").first)
    page.keyboard.press("Enter")
    when = page.locator("#move-when")
    expect(when).to_be_focused()
    when.fill(f"{before + timedelta(hours=2):%Y-%m-%dT%H:%M}")
    page.keyboard.press("Enter")
    undo = page.locator(".toast").get_by_role("button", name="Undo")
    reach(page, undo)
    page.keyboard.press("Enter")
    expect(page.locator(".toast", has_text="moved")).to_have_count(0)
    post.refresh_from_db()
    assert post.publish_at == before


def test_the_palette_is_opened_searched_and_left_with_keys_and_gives_the_focus_back(page, sign_in, camille, post):
    sign_in(camille)
    page.goto(f"{HOME}posts/")
    link = page.get_by_role("link", name="Six places")
    reach(page, link)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Search and commands")).to_be_focused()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("calend")
    page.locator("#palette-results [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/calendar/**")


def test_who_types_faster_than_the_answer_comes_goes_where_they_meant_to(page, sign_in, camille, live):
    def late(route):
        page.wait_for_timeout(400)
        route.continue_()

    sign_in(camille)
    page.goto(f"{HOME}posts/")
    page.keyboard.press("Control+k")
    page.locator("#palette-results [role=option]").first.wait_for()
    page.route("**/palette/?q=calend*", late)
    page.keyboard.type("calend")
    page.keyboard.press("Enter")
    page.wait_for_url("**/calendar/**")


def test_a_menu_is_walked_with_arrows_and_gives_the_focus_back(page, sign_in, camille, post):
    sign_in(camille)
    page.goto(f"{HOME}posts/{post.pk}/")
    more = page.get_by_role("button", name="More")
    reach(page, more)
    page.keyboard.press("Enter")
    items = page.locator("#post-more [role=menuitem]")
    expect(items.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(items.last).to_be_focused()
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    assert Person.objects.count() == 1
