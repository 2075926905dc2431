"""HTML from elsewhere, made into text or made harmless."""

import pytest

from diapason.core.tests.effort import cpu_seconds
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


@pytest.mark.parametrize("piece", ["<div>", "<b>", "&", " \n", "<", "<p>\n"])
def test_a_million_characters_of_nesting_or_of_spaces_take_no_time(piece):
    hostile = piece * (1_000_000 // len(piece)) + "x"
    assert cpu_seconds(lambda: to_text(hostile), tries=1) < 5
    assert cpu_seconds(lambda: harmless(hostile), tries=1) < 5
