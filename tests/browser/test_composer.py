"""The composer, the library, a review and a client's page, in a real browser."""

import json
import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from diapason.core import clock
from diapason.editorial import editing, workflow
from diapason.editorial.models import Post
from diapason.media import uploading
from diapason.media.tests import files
from diapason.networks.base import registry
from diapason.territory.models import Space
from diapason.workspaces.guests import make_token
from diapason.workspaces.members import member_of
from diapason.workspaces.models import GuestLink

pytestmark = pytest.mark.django_db(transaction=True)


def threaded() -> str:
    """The slug of a network that has threads and polls."""
    return next(
        slug
        for slug, network in registry.networks().items()
        if network.manifest.thread and network.manifest.poll and network.can("publish")
    )


def article() -> str:
    """The slug of a network that has titles."""
    return next(slug for slug, network in registry.networks().items() if "title" in network.manifest.features)


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def spaces(brand):
    return [
        Space.objects.create(workspace=brand, network=threaded(), name="Maison Lumen", handle="@lumen@example.social", account_id="1"),
        Space.objects.create(workspace=brand, network=article(), name="Le journal de l’atelier", account_id="2"),
    ]


@pytest.fixture
def lamp(brand, yanis):
    voice = member_of(yanis, brand.slug)
    return uploading.add(voice, files.upload(files.gradient(900, 600), "lamp.jpg"), title="La lampe de Nantes", tags=["atelier"])


@pytest.fixture
def post(brand, yanis, spaces, lamp):
    voice = member_of(yanis, brand.slug)
    values = {
        "title": "Portes ouvertes de l’atelier",
        "text": "Samedi, l’atelier ouvre ses portes : venez voir souffler le verre et naître une lampe.\n\nEntrée libre.",
        "link": "https://maison-lumen.example/portes-ouvertes",
        "hashtags": "verre, artisanat",
        "content_type": "invitation",
        "publish_at": (clock.now() + timedelta(days=3)).strftime("%Y-%m-%dT10:30"),
        "media": json.dumps([{"asset": lamp.pk, "alt": "Une lampe de laiton posée sur un établi"}]),
    }
    values |= {f"v.{space.network}.spaces": str(space.pk) for space in spaces}
    return editing.create(voice, values).post


def compose(page, post):
    page.goto(f"/w/{post.workspace.slug}/posts/{post.pk}/compose/")


def test_the_composer_is_accessible(page, sign_in, yanis, post, axe, shots):
    sign_in(yanis)
    compose(page, post)
    expect(page.get_by_role("tab").first).to_be_visible()
    axe(page)
    shots(page, "composer", person=yanis)


def test_what_is_typed_is_saved_and_shown_at_once(page, sign_in, yanis, post):
    sign_in(yanis)
    compose(page, post)
    page.get_by_label("Text", exact=True).first.fill("Sunday 👩‍👩‍👧, at ten.")
    expect(page.locator("[data-composer-target=state]")).to_contain_text("Saved at")
    expect(page.locator(".composer-side .preview").first).to_contain_text("Sunday")
    post.refresh_from_db()
    assert post.text == "Sunday 👩‍👩‍👧, at ten."


def test_the_counter_counts_while_one_types_and_agrees_with_the_server(page, sign_in, yanis, post):
    sign_in(yanis)
    compose(page, post)
    slug = threaded()
    counter = page.locator(f"#{slug}-count")
    before = int(re.findall(r"\d+", counter.inner_text())[0])
    page.get_by_label("Text", exact=True).first.press_sequentially("abcde")
    assert int(re.findall(r"\d+", counter.inner_text())[0]) == before - 5
    expect(page.locator(f"[data-count={slug}]")).to_contain_text(str(before - 5))


def test_a_text_that_will_be_cut_into_a_thread_is_not_called_too_long(page, sign_in, yanis, post):
    sign_in(yanis)
    compose(page, post)
    slug = threaded()
    page.get_by_label("Text", exact=True).first.fill("Six places are left. " * 60)
    expect(page.locator(f"#{slug}-count")).to_contain_text("too many")
    page.locator(f"input[type=checkbox][name='v.{slug}.thread']").check()
    expect(page.locator(f"#{slug}-count")).to_have_text("Cut into several messages")


def test_a_network_gets_a_text_of_its_own(page, sign_in, yanis, post):
    sign_in(yanis)
    compose(page, post)
    panel = page.locator(f"#panel-{threaded()}")
    page.locator(f"#tab-{threaded()}").click()
    panel.get_by_label("Write a text for this network alone").check()
    own = panel.get_by_label("Text for this network", exact=True)
    expect(own).to_have_value(re.compile("Samedi.*#artisanat", re.DOTALL))
    own.fill("Only here")
    expect(page.locator(f"[data-preview={threaded()}] .preview")).to_contain_text("Only here")
    assert Post.objects.get().variants.get(network=threaded()).text == "Only here"


def test_two_people_who_write_the_same_text_see_both(page, sign_in, yanis, camille, brand, post, problems):
    sign_in(yanis)
    compose(page, post)
    editing.save(member_of(camille, brand.slug), post.pk, {"text": "Camille’s words"})
    page.get_by_label("Text", exact=True).first.fill("Yanis’s words")
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("Camille")
    expect(notice).to_contain_text("Yanis")
    problems.clear()  # Chromium reports the 409 that this is about
    page.get_by_role("button", name="Keep mine").click()
    expect(page.locator("[data-composer-target=state]")).to_contain_text("Saved at")
    post.refresh_from_db()
    assert post.text == "Yanis’s words"


LATE = "Samedi, l’atelier ouvre plus tard."


def test_what_is_typed_outlives_a_lost_connection_and_a_closed_tab(page, context, sign_in, yanis, post, problems):
    sign_in(yanis)
    compose(page, post)
    context.set_offline(True)
    page.get_by_label("Text", exact=True).first.fill(LATE)
    expect(page.locator("[data-composer-target=state]")).to_contain_text("kept here")
    page.close(run_before_unload=False)
    problems.clear()  # the connection was cut on purpose
    context.set_offline(False)
    other = context.new_page()
    compose(other, post)
    other.get_by_role("button", name="Put it back").click()
    expect(other.get_by_label("Text", exact=True).first).to_have_value(LATE)
    expect(other.locator("[data-composer-target=state]")).to_contain_text("Saved at")
    post.refresh_from_db()
    assert post.text == LATE
    other.reload()
    expect(other.get_by_role("button", name="Put it back")).to_be_hidden()


def test_what_is_typed_outlives_the_end_of_a_session(page, context, sign_in, yanis, post, problems):
    sign_in(yanis)
    compose(page, post)
    context.clear_cookies()
    page.get_by_label("Text", exact=True).first.fill(LATE)
    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Text", exact=True).first).to_have_value(LATE)  # the form did not go and lose it
    problems.clear()  # refused requests are the point
    sign_in(yanis)
    expect(page.locator("[data-composer-target=state]")).to_contain_text("Saved at")
    expect(page.get_by_role("link", name="Sign in again")).to_be_hidden()
    post.refresh_from_db()
    assert post.text == LATE
    problems.clear()


def test_an_image_is_added_by_file_and_cropped_with_the_keyboard(page, sign_in, yanis, post, axe, tmp_path):
    sign_in(yanis)
    compose(page, post)
    path = tmp_path / "window.jpg"
    path.write_bytes(files.gradient(400, 300, seed=7))
    idea = page.locator(".composer-idea")
    idea.locator("input[type=file]").set_input_files(path)
    expect(idea.locator(".media-item")).to_have_count(2)
    page.locator(f"#tab-{threaded()}").click()
    page.locator(f"#panel-{threaded()} .media-item").first.get_by_role("button", name="Crop").click()
    page.get_by_role("button", name="1:1", exact=True).click()
    stage = page.get_by_role("application")
    stage.focus()
    stage.press("ArrowRight")
    axe(page, within="#cropper")
    page.get_by_role("button", name="Crop", exact=True).last.click()
    expect(page.locator("[data-composer-target=state]")).to_contain_text("Saved at")
    variant = post.variants.get(network=threaded())
    expect(page.locator(f"[data-preview={threaded()}] img").first).to_have_attribute("src", re.compile("/r/"))
    crop = variant.media.get().crop
    assert crop[2] * 900 == pytest.approx(crop[3] * 600, abs=2)


def test_a_file_is_chosen_in_the_library(page, sign_in, yanis, post, brand):
    uploading.add(member_of(yanis, brand.slug), files.upload(files.gradient(300, 200, seed=3), "vase.jpg"))
    sign_in(yanis)
    compose(page, post)
    page.get_by_role("button", name="Library").click()
    page.get_by_role("button", name="vase").click()
    expect(page.locator(".composer-idea .media-item")).to_have_count(2)


def test_the_crop_is_looked_at(page, sign_in, yanis, post, shots):
    sign_in(yanis)
    compose(page, post)

    def opened(page):
        page.locator(".composer-idea .media-item button[data-part=crop]").first.click()

    shots(page, "crop", person=yanis, prepare=opened)


def test_a_post_is_saved_then_sent_with_one_button(page, sign_in, yanis, post):
    sign_in(yanis)
    compose(page, post)
    page.get_by_label("Text", exact=True).first.fill("The last words")
    page.get_by_role("button", name="Send for approval").click()
    page.wait_for_url(re.compile(r"/posts/\d+/$"))
    post.refresh_from_db()
    assert (post.text, post.status) == ("The last words", "in_review")


def test_the_library_is_accessible(page, sign_in, yanis, brand, lamp, axe, shots):
    sign_in(yanis)
    page.goto(f"/w/{brand.slug}/media/")
    axe(page)
    shots(page, "media", person=yanis)
    page.goto(f"/w/{brand.slug}/media/{lamp.pk}/")
    axe(page)
    shots(page, "asset", person=yanis)


def test_a_post_its_review_and_its_history_are_accessible(page, sign_in, camille, yanis, brand, post, axe, shots):
    voice = member_of(yanis, brand.slug)
    workflow.submit(voice, post.pk)
    workflow.ask_changes(member_of(camille, brand.slug), post.pk, "Dites l’heure, et raccourcissez.")
    editing.save(
        voice, post.pk, {"text": "Samedi à dix heures, l’atelier ouvre ses portes : venez voir naître une lampe.\n\nEntrée libre."}
    )
    workflow.submit(voice, post.pk)
    sign_in(camille)
    for name, address in {"post": "", "review": "review/", "history": "versions/?from=1"}.items():
        page.goto(f"/w/{brand.slug}/posts/{post.pk}/{address}")
        axe(page)
        shots(page, name, person=camille)


def test_the_list_and_a_new_post_are_accessible(page, sign_in, camille, brand, post, axe, shots):
    sign_in(camille)
    for name in ("posts", "posts/new"):
        page.goto(f"/w/{brand.slug}/{name}/")
        axe(page)
        shots(page, name.replace("/", "-"), person=camille)


def test_a_client_approves_from_a_phone(page, camille, yanis, brand, post, axe, shots):
    brand.approval_steps = [{"name": "Cliente", "role": "client"}]
    brand.save()
    workflow.submit(member_of(yanis, brand.slug), post.pk)
    link = GuestLink.objects.create(
        workspace=brand, name="Mme Aubry", language="fr", created_by=camille, expires_at=clock.now() + timedelta(days=7)
    )
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/r/{make_token(link)}/")
    axe(page)
    shots(page, "guest")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Approuver").click()
    expect(page.get_by_text("Rien ne vous attend")).to_be_visible()
    post.refresh_from_db()
    assert post.status == "planned"
