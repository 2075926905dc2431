"""What robots.txt lets us read, as RFC 9309 says."""

import pytest

from diapason.listening.sources.web import robots

SITE = "https://example.org"


def may(text: str, path: str) -> bool:
    return robots.read(text).allow(f"{SITE}{path}")


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("", "/anything", True),
        ("User-agent: *\nDisallow: /", "/article", False),
        ("User-agent: *\nDisallow:", "/article", True),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("user-agent: *\ndisallow: /private/ # a note", "/private/x", False),
        ("User-agent: *\nDisallow: /private/", "/public", True),
        # Section 2.2.2: the longest pattern decides, whatever the order; of two as long, the one that allows.
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/c", False),
        ("User-agent: *\nDisallow: /page\nAllow: /page", "/page", True),
        # Section 2.2.3.
        ("User-agent: *\nDisallow: /*.pdf$", "/x/report.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/report.pdf?download", True),
        ("User-agent: *\nDisallow: /*/print/*/now", "/a/print/b/now", False),
        ("User-agent: *\nDisallow: /a$", "/a", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /*ab$", "/ab", False),
        ("User-agent: *\nDisallow: /ab*ab$", "/ab", True),
        # Escapes are one, whichever way they are written (section 2.2.2).
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café/menu", False),
        ("User-agent: *\nDisallow: /café", "/caf%c3%a9/menu", False),
        ("User-agent: *\nDisallow: /?s=", "/?s=lumen", False),
        # Groups: ours before everybody's, several of ours together, several names for one group.
        ("User-agent: *\nDisallow: /\n\nUser-agent: Diapason\nDisallow: /x", "/article", True),
        ("User-agent: diapason/2.1\nDisallow: /x\nUser-agent: *\nDisallow:", "/x", False),
        ("User-agent: a\nUser-agent: DIAPASON\nDisallow: /x", "/x", False),
        ("User-agent: diapason\nDisallow: /x\nUser-agent: b\nDisallow: /\nUser-agent: diapason\nDisallow: /y", "/y", False),
        ("User-agent: other\nDisallow: /", "/article", True),
        ("Disallow: /", "/article", True),  # of no group
        ("\ufeffUser-agent: *\r\nDisallow: /x\r\n", "/x", False),
        ("<html>not found</html>", "/article", True),
    ],
)
def test_what_may_be_read(text, path, expected):
    assert may(text, path) is expected


def test_a_delay_is_kept_within_reason():
    assert robots.read("User-agent: *\nCrawl-delay: 4.5").delay == 4.5
    assert robots.read("User-agent: *\nCrawl-delay: 86400").delay == robots.LONGEST_DELAY
    for wrong in ("soon", "-3", "nan"):
        assert robots.read(f"User-agent: *\nCrawl-delay: {wrong}").delay == 0


def test_no_pattern_takes_long():
    rules = robots.read("User-agent: *\nDisallow: /" + "*a" * 500 + "b$")
    assert rules.allow(f"{SITE}/" + "a" * 5_000)


def test_a_million_lines_are_read_to_a_limit():
    rules = robots.read("User-agent: *\n" + "Disallow: /x\n" * 1_000_000)
    assert len(rules.paths) == robots.MOST_RULES
