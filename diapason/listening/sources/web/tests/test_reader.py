"""What a page holds: its article, a part of it, and what it asks of those who read it by machine."""

import pytest

from diapason.listening.sources.web import reader, sparing

LONG = "La lampe de la Maison Lumen éclaire les longues soirées, disent les lecteurs. "
ARTICLE = f"""<!doctype html><html lang="fr-FR"><head><title>Une lampe</title><script>var x = "piège"</script></head><body>
<nav><a href="/">Accueil</a><a href="/abonnement">Abonnez-vous</a></nav>
<article><h1>Une lampe</h1><p>{LONG * 4}</p><!-- a note --><p>{LONG * 3}</p></article>
<footer>© 2026 Le Progrès, tous droits réservés</footer></body></html>"""


def article(page: str | bytes, content_type: str = "text/html; charset=utf-8") -> dict:
    body = page.encode() if isinstance(page, str) else page
    return reader.article(reader.tree_of(reader.decoded(body, content_type)), "https://example.org/lampe")


def lines(page: str, selector: str = "") -> list[str]:
    return reader.part(reader.tree_of(page), selector)["lines"]


def test_an_article_is_read_without_what_stands_around_it():
    found = article(ARTICLE)
    assert LONG.strip() in found["text"]
    assert (found["language"], found["closed"]) == ("fr", "")
    for word in ("Abonnez-vous", "piège", "tous droits", "a note"):
        assert word not in found["text"]


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="robots" content="noindex, follow">',
        '<META NAME="ROBOTS" CONTENT="NoArchive">',
        '<meta name="diapason" content="none">',
        '<meta name="robots" content="noai, noimageai">',
        '<meta name="robots" content="max-snippet: 0">',
        '<meta name="tdm-reservation" content="1">',
    ],
)
def test_a_page_that_asks_not_to_be_kept_is_not(head):
    assert article(ARTICLE.replace("<head>", f"<head>{head}")) == {"text": "", "language": "", "closed": "reserved"}


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="robots" content="index, max-snippet:-1">',
        '<meta name="googlebot" content="noindex">',
        '<meta name="tdm-reservation" content="0">',
    ],
)
def test_a_page_that_is_open_or_speaks_to_another_is_kept(head):
    assert article(ARTICLE.replace("<head>", f"<head>{head}"))["closed"] == ""


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>',
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "isAccessibleForFree": false}]}</script>',
        '<meta property="article:content_tier" content="locked">',
    ],
)
def test_a_page_that_is_sold_is_left_to_those_who_pay(head):
    assert article(ARTICLE.replace("<head>", f"<head>{head}"))["closed"] == "sold"


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": true}</script>',
        '<script type="application/ld+json">{"hasPart": {"isAccessibleForFree": false}}</script>',
        '<script type="application/ld+json">{not JSON</script>',
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
    ],
)
def test_a_page_that_is_free_or_says_nonsense_is_read(head):
    assert article(ARTICLE.replace("<head>", f"<head>{head}"))["closed"] == ""


@pytest.mark.parametrize(
    ("header", "value", "closed"),
    [
        ("x-robots-tag", "noindex", True),
        ("x-robots-tag", "max-snippet:-1, noarchive", True),
        ("x-robots-tag", "otherbot: noindex, nofollow", False),
        ("x-robots-tag", "otherbot: noindex, diapason: noai", True),
        ("x-robots-tag", "unavailable_after: 25 Jun 2010 15:00:00 PST", False),
        ("tdm-reservation", "1", True),
        ("tdm-reservation", "0", False),
        ("x-robots-tag", "", False),
    ],
)
def test_the_headers_of_an_answer_may_close_it(header, value, closed):
    assert sparing.in_headers({header: value}) is closed


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<p>café</p>".encode(), "text/html; charset=utf-8"),
        ("<p>café</p>".encode("cp1252"), "text/html; charset=ISO-8859-1"),
        ("<meta charset='windows-1252'><p>café</p>".encode("cp1252"), "text/html"),
        ("<p>café</p>".encode("cp1252"), "text/html"),
        ("<p>café</p>".encode("cp1252"), "text/html; charset=utf-8"),  # it lies
        ("<p>café</p>".encode(), "text/html; charset=nonsense"),
        ("<p>café</p>".encode("utf-16"), "text/html"),
        ("\ufeff<p>café</p>".encode(), "text/html; charset=iso-8859-1"),
        ('<?xml version="1.0" encoding="utf-8"?><html><p>café</p></html>'.encode(), "application/xhtml+xml"),
    ],
)
def test_whatever_the_encoding_letters_are_right(body, content_type):
    assert reader.lines_of(reader.tree_of(reader.decoded(body, content_type))) == ["café"]


def test_lines_are_what_a_reader_sees():
    page = (
        "<body><h1>Prix</h1><p>Lampe <b>12&nbsp;€</b>,<br>port compris</p><script>x()</script><ul><li>un<li>deux</ul><!-- no -->fin</body>"
    )
    assert lines(page) == ["Prix", "Lampe 12 €,", "port compris", "un", "deux", "fin"]


def test_a_part_is_what_the_selector_chooses_once():
    page = "<div class=a>un<div class=a>deux</div></div><p id=b>trois</p><div>quatre</div>"
    assert lines(page, ".a, #b") == ["un", "deux", "trois"]
    assert reader.part(reader.tree_of(page), ".none") == {"lines": [], "found": 0, "closed": ""}
    with pytest.raises(ValueError, match="selector"):
        lines(page, "p[")
