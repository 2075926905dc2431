"""HTML from elsewhere, made into text or made harmless."""

import time

import pytest

from diapason.networks.base.markup import harmless, to_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Bravo &amp; <b>merci</b>&nbsp;!</p>\n<p>Deux<br />lignes</p>\n", "Bravo & merci\u00a0!\n\nDeux\nlignes"),
        ("<ul><li>un</li><li>deux</li></ul>", "- un\n- deux"),
        ("plain &lt;b&gt; text", "plain <b> text"),
        ("<script>alert(1)</script><style>p{}</style>Bonjour", "Bonjour"),
        ("<div><div>a</div></div><div>b</div>", "a\n\nb"),
        ("<p>unclosed <i>tags", "unclosed tags"),
        ("a < b and c > d", "a < b and c > d"),
        ("", ""),
    ],
)
def test_a_reader_sees_this_text(source, text):
    assert to_text(source) == text


def test_what_could_act_is_taken_away():
    hostile = (
        '<p onclick="x()">a<img src=x onerror=y()><a href="javascript:z()">b</a><a href="https://ok.example">c</a><svg/onload=q()></p>'
    )
    made = harmless(hostile)
    assert (
        made == '<p>a<a rel="nofollow noopener noreferrer">b</a><a href="https://ok.example" rel="nofollow noopener noreferrer">c</a></p>'
    )


def test_a_million_characters_of_nesting_or_of_spaces_take_no_time():
    began = time.monotonic()
    for hostile in ("<div>" * 100_000, "<b>" * 100_000 + "x", "&" * 1_000_000, " \n" * 500_000, "<" * 300_000, "<p>\n" * 100_000):
        to_text(hostile)
        harmless(hostile)
    assert time.monotonic() - began < 20
