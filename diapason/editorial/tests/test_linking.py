from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diapason.editorial.linking import CODE_LENGTH, Place, Rule, bare, links, rule_of, tag, tag_text, untagged, will_be

SITE = "https://www.maison-lumen.example/"
HERE = Place(network="agora", campaign="Été à l’atelier", post="p12", language="fr")


def rule(**utm) -> Rule:
    return rule_of({"enabled": True, **utm}, SITE, "https://go.example")


EVERYWHERE = rule(scope="all")

labels = st.text("abcdefghijklmnopqrstuvwxyzé0123456789", min_size=1, max_size=10)
paths = st.text("abcXYZ0123456789/-_.~%éñ:@!$'()*+,;=", max_size=25).map(lambda text: f"/{text}")
queries = st.lists(st.tuples(st.sampled_from(["q", "page", "a[]", "ref"]), st.text("abc123%20+é", max_size=6)), max_size=3).map(
    lambda pairs: "&".join(f"{name}={value}" for name, value in pairs)
)
fragments = st.text("abcXYZ-/0123", max_size=8)
addresses = st.builds(
    lambda host, path, query, fragment: f"https://{host}.example{path}{'?' + query if query else ''}{'#' + fragment if fragment else ''}",
    labels,
    paths,
    queries,
    fragments,
)


@given(addresses)
def test_a_link_is_tagged_once_however_often_it_is_asked(url):
    once = tag(url, EVERYWHERE, HERE)
    assert tag(once, EVERYWHERE, HERE) == once
    assert "utm_source=agora" in once


@given(addresses)
def test_all_but_the_query_is_kept_and_the_query_comes_first(url):
    before, after = urlsplit(url), urlsplit(tag(url, EVERYWHERE, HERE))
    assert (before.scheme, before.netloc, before.path, before.fragment) == (after.scheme, after.netloc, after.path, after.fragment)
    assert after.query.startswith(before.query)
    own = parse_qsl(before.query, keep_blank_values=True)
    assert parse_qsl(after.query, keep_blank_values=True)[: len(own)] == own


@given(addresses)
def test_the_link_of_another_domain_is_left_alone(url):
    assert tag(url, rule(), HERE) == url


@given(st.lists(st.one_of(st.text(max_size=30), addresses), max_size=6).map(" ".join))
def test_the_words_around_links_are_never_touched(text):
    tagged = tag_text(text, EVERYWHERE, HERE)
    left, right = text, tagged
    for before, after in zip(links(text), links(tagged), strict=True):
        head, _, left = left.partition(before)
        other, _, right = right.partition(after)
        assert head == other
    assert left == right


@given(st.text(max_size=200))
def test_no_text_breaks_the_rule(text):
    tag_text(text, EVERYWHERE, HERE)
    tag(text, EVERYWHERE, HERE)
    will_be(text, rule(short=True, scope="all"))


def test_the_parameters_are_those_of_the_rule():
    url = tag("https://maison-lumen.example/stage?p=1#dates", rule(medium="organic-{language}"), HERE)
    assert url == (
        "https://maison-lumen.example/stage?p=1&utm_source=agora&utm_medium=organic-fr&utm_campaign=ete-a-latelier&utm_content=p12#dates"
    )


def test_a_parameter_made_of_nothing_is_left_out():
    assert "utm_campaign" not in tag(SITE, rule(), Place(network="agora"))
    assert "utm_content=fr&" in tag(SITE, rule(content="{campaign}-{language}"), Place(language="fr")) + "&"


@pytest.mark.parametrize("url", ["https://maison-lumen.example/?utm_source=mine", "https://maison-lumen.example/?a=1&UTM_Medium=x"])
def test_tags_that_the_author_wrote_are_kept(url):
    assert tag(url, rule(), HERE) == url


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("https://maison-lumen.example", True),
        ("https://WWW.Maison-Lumen.example/x", True),
        ("https://boutique.maison-lumen.example/x", True),
        ("https://not-maison-lumen.example/", False),
        ("https://maison-lumen.example.evil.example/", False),
        ("https://maison-lumen.example@evil.example/", False),
        ("ftp://maison-lumen.example/", False),
        ("https://[broken/", False),
    ],
)
def test_own_domains_are_the_site_and_its_subdomains(url, ours):
    assert ("utm_source" in tag(url, rule(), HERE)) is ours


def test_international_names_are_the_same_in_both_writings():
    listed = rule(domains=["été.example"])
    assert bare("été.example").startswith("xn--")
    assert "utm_source" in tag(f"https://{bare('été.example')}/", listed, HERE)
    assert tag("https://été.example/x", listed, HERE).startswith("https://été.example/x?utm_source=")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(voir https://a.example/b)", ["https://a.example/b"]),
        ("https://a.example/b_(c)", ["https://a.example/b_(c)"]),
        ("« https://a.example/b »", ["https://a.example/b"]),
        ("https://a.example/b\u202f!", ["https://a.example/b"]),
        ("https://a.example, https://b.example…", ["https://a.example", "https://b.example"]),
        ("nothttps://a.example x@https://a.example http:// https://", []),
        ("مرحبا https://a.example/سلام شكرا", ["https://a.example/سلام"]),
        ("👩‍👩‍👧https://a.example/👍 ok", ["https://a.example/👍"]),
    ],
)
def test_links_are_found_without_what_surrounds_them(text, found):
    assert links(text) == found


def test_a_rule_that_is_off_changes_nothing():
    off = rule_of({}, SITE, "https://go.example")
    assert tag_text(f"see {SITE}", off, HERE) == f"see {SITE}"


def test_punctuation_after_a_link_stays_outside():
    assert tag_text(f"Voir {SITE}stage.", rule(campaign="", content=""), HERE) == (f"Voir {SITE}stage?utm_source=agora&utm_medium=social.")


def test_links_without_tags_are_named():
    assert untagged(f"{SITE}a {SITE}b?utm_source=x https://other.example/", rule()) == [f"{SITE}a"]


def test_short_links_are_counted_at_their_length():
    text = will_be(f"Voir {SITE}a-very-long-address/indeed et https://other.example/", rule(short=True))
    assert text == f"Voir https://go.example/l/{'x' * CODE_LENGTH} et https://other.example/"
