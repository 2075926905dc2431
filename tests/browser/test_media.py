"""The library in a browser: a file added, described once, found, removed and taken back."""

from playwright.sync_api import expect

from diapason.media.models import Asset
from diapason.media.tests import files

MEDIA = "/w/maison-lumen/media/"


def test_a_file_is_added_described_removed_and_brought_back(page, sign_in, yanis, axe, tmp_path):
    path = tmp_path / "window.jpg"
    path.write_bytes(files.gradient(400, 300, seed=7))
    sign_in(yanis)
    page.goto(MEDIA)
    page.locator("input[type=file]").set_input_files(path)
    cell = page.locator(".media-cell", has_text="window")
    expect(cell).to_contain_text("Not described")
    axe(page)
    cell.get_by_role("link").click()
    page.get_by_label("Alternative text").fill("La fenêtre de l’atelier au matin")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    page.goto(f"{MEDIA}?q=window")
    expect(page.locator(".media-cell img")).to_have_attribute("alt", "La fenêtre de l’atelier au matin")
    expect(page.locator(".media-cell")).not_to_contain_text("Not described")
    assert Asset.objects.get().alt == "La fenêtre de l’atelier au matin"
    page.locator(".media-cell a").click()
    page.get_by_role("button", name="Remove").click()
    with page.expect_response("**/restoration/"):
        page.get_by_role("button", name="Undo").click()
    page.wait_for_load_state("networkidle")
    page.goto(MEDIA)
    expect(page.locator(".media-cell", has_text="window")).to_be_visible()


def test_what_is_no_image_is_refused_with_the_reason(page, sign_in, yanis, problems, tmp_path):
    path = tmp_path / "logo.jpg"
    path.write_bytes(b"<svg/>")
    sign_in(yanis)
    page.goto(MEDIA)
    page.locator("input[type=file]").set_input_files(path)
    expect(page.locator(".uploads")).to_contain_text("logo.jpg")
    expect(page.locator(".uploads li")).not_to_contain_text("Added")
    problems.clear()  # the browser says in its console that the answer was 422
    assert not Asset.objects.exists()
