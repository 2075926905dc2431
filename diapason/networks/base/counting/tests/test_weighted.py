import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from diapason.networks.base.counting import urls, weighted

from .reference import official, port

# In "WeightedTweetsCounterTest" two vectors state the rule of configuration 2, where each code point of an
# emoji weighs; configuration 3 ("emojiParsingEnabled") counts the same texts in the group that follows it.
ONLY_BEFORE = {
    "Count a mix of single byte single word, and double word unicode characters",
    "Count unicode emoji chars outside the basic multilingual plane with skin tone modifiers",
}
GROUPS = {
    "WeightedTweetsCounterTest": 18,
    "WeightedTweetsWithDiscountedEmojiCounterTest": 22,
    "UnicodeDirectionalMarkerCounterTest": 2,
}
LINKS = {"urls": 91, "urls_with_indices": 10, "urls_with_directional_markers": 2, "tco_urls_with_params": 5}
# Pieces that make and break links. Left out: what the port refuses by IDNA 2003 where the library's own rule
# does not ("xn--", an invisible label), the bare © and ®, and the sequences without their selector.
PIECES = [
    *"ab-_...()?@#$1!,;'\"[]|~%+=&:/日éжＡ☺👍 \n",
    *("com", "fr", "co", "www", "http://", "https://", "t.co", ":80", "中国", "рф", "a" * 63),
    *("👍🏽", "🇫🇷", "👨\u200d👩\u200d👧", "1\ufe0f\u20e3", "e\u0301", "\u202a", "\u2019", "\u2028"),
]


def test_the_official_vectors_of_the_weighted_length_pass() -> None:
    groups = official("validate.yml")
    for group, passed in GROUPS.items():
        vectors = [one for one in groups[group] if group != "WeightedTweetsCounterTest" or one["description"] not in ONLY_BEFORE]
        assert len(vectors) == passed
        for one in vectors:
            assert weighted.count(one["text"]) == one["expected"]["weightedLength"], one["description"]


def test_the_official_vectors_of_links_pass() -> None:
    groups = official("extract.yml")
    for group, number in LINKS.items():
        assert len(groups[group]) == number
        for one in groups[group]:
            found = [one["text"][link.start : link.end] for link in urls.find(one["text"], urls.BARE)]
            assert found == [link["url"] if isinstance(link, dict) else link for link in one["expected"]]


@settings(max_examples=1500)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_links_and_weights_are_those_of_the_port(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    extract, parse = port()
    expected = [(link["indices"][0], len(link["url"])) for link in extract(text)]
    assert [(link.start, link.end - link.start) for link in urls.find(text, urls.BARE)] == expected
    assert weighted.count(text) == parse(text).weightedLength


@settings(max_examples=300)
@given(st.text(st.characters(max_codepoint=126, exclude_characters="."), max_size=120))
def test_the_short_way_for_plain_ascii_is_the_long_one(text: str) -> None:
    assert weighted.count(text) == port()[1](text).weightedLength
