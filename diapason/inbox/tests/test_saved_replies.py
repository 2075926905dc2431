from diapason.inbox.saved_replies import fill, first_name, unknown

KNOWN = {"first_name": "Julie", "brand": "Maison Lumen", "link": "https://lumen.example", "agent": "Yanis"}


def test_a_saved_reply_says_the_names():
    assert fill("Bonjour {first_name}, ici {agent} de {brand}.", KNOWN) == "Bonjour Julie, ici Yanis de Maison Lumen."


def test_a_name_that_we_do_not_know_leaves_no_hole():
    assert fill("Bonjour {first_name}, merci.", KNOWN | {"first_name": ""}) == "Bonjour, merci."


def test_a_value_that_looks_like_a_variable_is_not_filled_again():
    assert fill("Bonjour {first_name}", KNOWN | {"first_name": "{brand}"}) == "Bonjour {brand}"


def test_a_misspelt_variable_is_found_when_the_reply_is_written():
    assert unknown("Bonjour {firstname}, {brand}") == ["firstname"]


def test_only_a_name_gives_a_first_name():
    assert [first_name(name) for name in ("Julie Marchand", "promo_win", "@x", "", "42 rue")] == ["Julie", "promo_win", "", "", ""]
