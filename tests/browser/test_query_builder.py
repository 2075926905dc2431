"""A query clicked together and typed at once, with the mouse, with the keyboard, on a narrow screen and without scripts."""

from playwright.sync_api import expect

from diapason.listening.models import Query

NEW = "/w/maison-lumen/listening/queries/new/"


def test_clicking_and_typing_are_always_in_step(page, sign_in, camille, brand, axe):
    sign_in(camille)
    page.goto(NEW)
    builder, text = page.locator("#builder"), page.locator("#id_text")
    builder.get_by_label("Word", exact=True).fill("lampe")
    expect(text).to_have_value("lampe")
    builder.get_by_label("What to add").select_option("phrase")
    builder.get_by_role("button", name="Add", exact=True).click()
    expect(builder.get_by_label("Phrase", exact=True)).to_be_focused()
    page.keyboard.type("maison lumen")
    expect(text).to_have_value('lampe AND "maison lumen"')
    expect(page.locator("#trial .trial")).to_be_visible()
    builder.get_by_label("How many of these").select_option("any")
    expect(text).to_have_value('lampe OR "maison lumen"')
    axe(page)
    text.fill("lampe NOT (torche OR lang:fr)")
    expect(builder.get_by_label("How many of these").nth(1)).to_have_value("none")
    expect(builder.get_by_label("What about it")).to_have_value("lang")
    builder.get_by_label("Value").fill("en")
    expect(text).to_have_value('lampe AND NOT (torche OR lang:"en")')
    text.fill("lampe AND")
    expect(builder).to_contain_text("once it is mended")
    expect(page.locator("#trial")).to_contain_text("nothing to find after")
    text.fill("lampe")
    expect(builder.get_by_label("Word", exact=True)).to_have_value("lampe")
    page.locator("#id_name").fill("Lamps")
    page.get_by_role("button", name="Listen", exact=True).click()
    page.wait_for_url("**/listening/queries/*/")
    assert Query.objects.get().wordings.get().text == "lampe"


def test_the_keyboard_is_enough(page, sign_in, camille, brand):
    sign_in(camille)
    page.goto(NEW)
    builder, text = page.locator("#builder"), page.locator("#id_text")
    builder.get_by_label("Word", exact=True).focus()
    page.keyboard.type("lampe")
    page.keyboard.press("Enter")  # goes on with another word, and saves nothing
    expect(builder.get_by_label("Word", exact=True)).to_have_count(2)
    expect(builder.get_by_label("Word", exact=True).nth(1)).to_be_focused()
    page.keyboard.type("livr*")
    expect(text).to_have_value("lampe AND livr*")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # on the button that removes the block
    expect(text).to_have_value("lampe")
    expect(builder.get_by_label("What to add")).to_be_focused()
    assert not Query.objects.exists()


def test_a_narrow_screen_holds_deep_blocks(page, sign_in, camille, brand, axe):
    sign_in(camille)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{NEW}?text=a1+AND+(b1+OR+(c1+AND+(d1+OR+e1)))+AND+(f1+NEAR/3+g1)+AND+followers:>1000")
    expect(page.locator("#builder fieldset")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe(page)


def test_without_scripts_the_text_alone_is_enough(browser, live, sign_in, camille, context, brand):
    sign_in(camille)
    plain = browser.new_context(base_url=live, java_script_enabled=False)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(NEW)
    expect(page.locator("#builder")).to_be_hidden()
    page.locator("#id_name").fill("Lamps")
    page.locator("#id_text").fill("lampe OR lampadaire")
    page.get_by_role("button", name="Listen", exact=True).click()
    assert Query.objects.get().wordings.get().text == "lampe OR lampadaire"
    plain.close()


def test_a_query_of_another_tool_is_pasted_and_opened_in_the_form(page, sign_in, camille, brand, axe):
    sign_in(camille)
    page.goto(NEW)
    page.get_by_role("link", name="From another tool").click()
    page.get_by_label("The query, as the other tool has it").fill("(lampe NEAR/2f prix) AND links:lumen.fr AND {Lumen}")
    axe(page)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("main")).to_contain_text("1 part has no equal here")
    expect(page.locator("#id_text")).to_have_value('lampe ONEAR/3 prix AND raw:"Lumen"')
    axe(page)
