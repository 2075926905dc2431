"""What a text is for a query."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from diapason.listening.queries.words import BYTES, cut, fold, fold_each, raw_words, words


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("L’Été à l'Île d’Yeu", "ete a ile yeu"),
        ("Qu’est-ce qu'il dit ? C’est l’œuvre", "est ce il dit est oeuvre"),
        ("aujourd’hui, jusqu’ici", "aujourd hui ici"),
        ("The brand's shop, it's open", "the brand shop it open"),
        ("ÉCOLE École école", "ecole ecole ecole"),
        ("e\u0301cole", "ecole"),
        ("Straße ﬁn ½", "strasse fin 1 2"),
        ("porte-monnaie n° 12", "porte monnaie n 12"),
        ("#SoldesÉté chez @Maison.Lumen.", "#soldesete chez @maison.lumen"),
        ("@lumen@mastodon.social, merci", "@lumen@mastodon.social merci"),
        ("écrire à jean@example.com", "ecrire a jean @example.com"),
        ("😡👍🏽 ❤️ 🇫🇷 👩‍💻 top", "😡 👍 ❤ 🇫🇷 👩‍💻 top"),
        ("voir https://lumen.example/soldes?x=1 www.lumen.fr vite", "voir vite"),
        ("مرحبا بالعالم", "مرحبا بالعالم"),
        ("", ""),
        ("… !? —", ""),
        ("La Lumen™ de Lumen℠", "la lumen de lumen"),
        ("Lire HTTPS://LUMEN.EXAMPLE/A-B ou WWW.Lumen.fr vite", "lire ou vite"),
    ],
)
def test_a_text_is_read_as_its_words(text, read):
    assert " ".join(words(text)) == read


def test_case_and_accents_are_kept_where_they_are_asked_for():
    assert raw_words("L’Été à l'Île : #Orange") == ["Été", "à", "Île", "#Orange"]
    assert raw_words("HTTP://LUMEN.EXAMPLE/A-B Orange") == ["Orange"]  # where the folded words stand


@given(st.text(max_size=300))
def test_any_text_has_words_and_none_is_lost_or_endless(text):
    found = words(text)
    assert all(word and len(word) <= 100 for word in found)
    assert words(" ".join(found)) == found or "@" in text or "'" in text or "’" in text or "ʼ" in text


@given(st.one_of(st.text(), st.text(st.characters(codec=BYTES)), st.text("éÉœŒß…’«½¨´µ€aZ \u0301\0")))
def test_folding_fast_gives_what_folding_letter_by_letter_gives(text):
    assert fold(text) == (text.lower() if text.isascii() else fold_each(text))


@given(st.one_of(st.text(), st.text(st.characters(codec=BYTES)), st.text("aéÉœŒ…’'sqlw.@#_-«½¨´µ©®™€ \u00a0\u0301\0")))
@example("Qu’est-ce que l'été d’Anna's ? aujourd’hui… www.exemple.fr WWW @a #b c_d ©2026 ™")
@example("a" * 101)
def test_cutting_fast_gives_what_cutting_the_folded_text_gives(text):
    assert words(text) == cut(fold(text))


def test_a_wall_of_letters_costs_no_more_than_its_length():
    assert words("a" * 1_000_000 + " b") == ["a" * 100, "b"]
    assert words("@" * 100_000 + "'" * 100_000) == []
