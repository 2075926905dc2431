"""What every engine does: mentions are kept once, counted once, and found again."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from diapason.listening.mentions import Sentiment
from diapason.listening.queries.parser import parse
from diapason.listening.store import pages
from diapason.listening.store.base import Period, Recent, Search, What
from diapason.listening.store.tests.engines import MONDAY, Settled, said

WEEK = Period(MONDAY - timedelta(days=1), MONDAY + timedelta(days=6))
ALL = Search(1)


def texts(found) -> list[str]:
    return [mention.text for mention in found.mentions]


def find(store: Settled, query: str, **more) -> list[str]:
    return texts(store.search(Search(1, node=parse(query), **more), 20))


def tallied(store: Settled, what: What, *wordings: int) -> dict[str, int]:
    return {each.value: each.mentions for each in store.top(wordings or [7], what, date(2026, 11, 1), date(2026, 11, 30), 50)}


def test_what_was_kept_is_read_again_as_it_was(store):
    given = said(
        "L’été à Montréal 😡",
        title="Soldes",
        kind="article",
        url="https://www.example.com/a",
        language="fr",
        country="ca",
        author="example:12",
        author_name="Jean d’Arc",
        author_handle="jean",
        followers=1200,
        space=3,
        has=("image", "link"),
        sentiment=Sentiment.NEGATIVE,
        confidence=0.75,
        intent="complaint",
        family=-9,
        data={"a": [1, "é"]},
        labels=("À suivre", "l'été"),
    )
    assert store.keep([given]) == [given]
    [read] = store.search(ALL, 20).mentions
    assert (read.id, read.document.facts) == (given.id, given.document.facts)
    assert read == given


def test_a_mention_that_comes_again_is_neither_kept_nor_counted_again(store):
    first = said("bonjour", found_by=(7,))
    assert store.keep([first, said("bonjour, encore", found_by=(7,))]) != []
    again = said("bonjour", found_by=(7,), said_at=MONDAY + timedelta(days=3))  # its source changed its date
    assert store.keep([again]) == []
    assert [(each.mentions, each.at) for each in store.volume([7], WEEK)] == [(1, MONDAY)]
    assert tallied(store, What.KIND) == {"post": 1}


def test_volume_is_counted_by_hour_and_tone(store):
    store.keep(
        [
            said("a", 1, found_by=(7, 8), sentiment=Sentiment.NEGATIVE, followers=10),
            said("b", 2, found_by=(7,), sentiment=Sentiment.NEGATIVE, followers=5),
            said("c", 3, found_by=(7,)),
            said("d", 70, found_by=(7,), sentiment=Sentiment.POSITIVE),
            said("e", 71),
        ]
    )
    later = MONDAY + timedelta(hours=1)
    assert {(v.wording, v.at, v.sentiment, v.mentions, v.reach) for v in store.volume([7, 8], WEEK)} == {
        (7, MONDAY, Sentiment.NEGATIVE, 2, 15),
        (7, MONDAY, None, 1, 0),
        (7, later, Sentiment.POSITIVE, 1, 0),
        (8, MONDAY, Sentiment.NEGATIVE, 1, 10),
    }
    assert store.volume([7], Period(MONDAY - timedelta(days=2), MONDAY)) == []


def test_words_tags_authors_and_sites_are_counted_once_a_mention(store):
    store.keep(
        [
            said("La livraison, la livraison ! #Colis", 1, found_by=(7,), author="x:1", url="https://www.lemonde.fr/a"),
            said("Livraison en retard", 2, found_by=(7,), author="x:1", url="https://lemonde.fr/b", sentiment=Sentiment.NEGATIVE),
        ]
    )
    assert tallied(store, What.WORD) == {"livraison": 2, "retard": 1}
    assert tallied(store, What.TAG) == {"colis": 1}
    assert (tallied(store, What.AUTHOR), tallied(store, What.SITE)) == ({"x:1": 2}, {"lemonde.fr": 2})
    [delivery] = store.top([7], What.WORD, date(2026, 11, 16), date(2026, 11, 16), 1)
    assert (delivery.value, delivery.negative, delivery.positive) == ("livraison", 1, 0)


def test_aspects_are_counted_with_their_own_opinion_and_found(store):
    told = {"aspects": {"price": -1, "delivery": 1}, "names": {"Jean d’Arc": "person"}}
    store.keep([said("a", 1, found_by=(7,), sentiment=Sentiment.POSITIVE, data=told), said("b", 2, found_by=(7,))])
    top = store.top([7], What.ASPECT, date(2026, 11, 1), date(2026, 11, 30), 9)
    assert {(each.value, each.mentions, each.negative, each.positive) for each in top} == {("price", 1, 1, 0), ("delivery", 1, 0, 1)}
    assert tallied(store, What.NAME) == {"Jean d’Arc": 1}
    for fact, found in (("price", ["a"]), ("price:negative", ["a"]), ("price:positive", []), ("app", [])):
        assert texts(store.search(Search(1, wording=7, facts=((What.ASPECT, fact),)), 5)) == found
    assert texts(store.search(Search(1, facts=((What.NAME, "Jean d’Arc"),)), 5)) == ["a"]


def test_the_day_of_a_mention_is_that_of_the_brand(store):
    late = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)  # still Sunday in Montréal
    store.keep([said("bonjour", found_by=(7,), said_at=late, zone=ZoneInfo("America/Montreal"))])
    assert [(each.day, each.mentions) for each in store.daily([7], date(2026, 11, 1), date(2026, 11, 30))] == [(date(2026, 11, 15), 1)]
    assert store.top([7], What.KIND, date(2026, 11, 16), date(2026, 11, 16), 5) == []
    assert len(store.top([7], What.KIND, date(2026, 11, 15), date(2026, 11, 15), 5)) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("livraison", ["Livraison lente"]),
        ("livr*", ["Livraison lente"]),
        ("soldes NOT livraison", ["Les #Soldes d’été", "des soldes"]),
        ("#soldes", ["Les #Soldes d’été"]),
        ('"soldes ete"', ["Les #Soldes d’été"]),
        ("raw:Livraison", ["Livraison lente"]),
        ("raw:livraison", []),
        ("site:lemonde.fr", ["des soldes"]),
        ("lang:fr soldes", ["des soldes"]),
        ("author:@jean", ["Livraison lente"]),
        ('author:"d\'arc"', ["Livraison lente"]),
        ("followers:>100", ["des soldes"]),
        ("title:promo", ["Les #Soldes d’été"]),
        ("url:soldes-2026", ["des soldes"]),
        ("has:image OR sentiment:negative", ["Livraison lente", "Les #Soldes d’été"]),
        ("a\\b OR 'livraison'", ["Livraison lente"]),
    ],
)
def test_a_query_of_the_past_finds(store, query, found):
    store.keep(
        [
            said("des soldes", 1, language="fr", url="https://economie.lemonde.fr/soldes-2026", followers=500),
            said("Les #Soldes d’été", 2, title="Promo", has=("image",)),
            said("Livraison lente", 3, author_name="Jean d'Arc", author_handle="jean", sentiment=Sentiment.NEGATIVE),
        ]
    )
    store.keep([said("livraison soldes", 4, workspace=99)])
    assert find(store, query) == found


def test_pages_go_back_in_time_and_end(store):
    store.keep([said(f"mention {number}", number) for number in range(7)])
    first = store.search(ALL, 3)
    second = store.search(ALL, 3, first.next)
    third = store.search(ALL, 3, second.next)
    assert [texts(page) for page in (first, second, third)] == [
        ["mention 6", "mention 5", "mention 4"],
        ["mention 3", "mention 2", "mention 1"],
        ["mention 0"],
    ]
    assert third.next is None


def test_what_a_wording_found_is_read_by_fact_tone_and_period(store):
    store.keep(
        [
            said("a soldes", 1, found_by=(7,), language="fr", author="x:1"),
            said("b soldes", 2, found_by=(7,), language="en", sentiment=Sentiment.NEGATIVE),
            said("c soldes", 3, language="fr"),
            said("d", 60 * 24, found_by=(7,), language="fr"),
        ]
    )

    def read(**more) -> list[str]:
        return texts(store.search(Search(1, wording=7, **more), 20))

    assert read() == ["d", "b soldes", "a soldes"]
    assert read(facts=((What.LANGUAGE, "fr"),)) == ["d", "a soldes"]
    assert read(facts=((What.AUTHOR, "x:1"),)) == read(facts=((What.WORD, "soldes"), (What.LANGUAGE, "fr"))) == ["a soldes"]
    assert read(sentiment=Sentiment.NEGATIVE) == ["b soldes"]
    assert read(period=Period(MONDAY, MONDAY + timedelta(hours=2)), node=parse("soldes")) == ["b soldes", "a soldes"]


def test_what_no_index_knows_ends_its_page_before_everything_was_read(store, monkeypatch):
    monkeypatch.setattr(pages, "AT_ONCE", 4)
    monkeypatch.setattr(pages, "MOST_LOOKED_AT", 8)
    store.keep([said("client", number) for number in range(20)] + [said("client", 0, key="first", url="https://rare.example/")])
    asked = Search(1, node=parse("client AND url:rare"))
    page = store.search(asked, 5)
    assert (page.mentions, page.next is not None) == ([], True)
    found = []
    while page.next:
        page = store.search(asked, 5, page.next)
        found += page.mentions
    assert [mention.key for mention in found] == ["first"]


def test_mentions_are_counted_by_minutes(store):
    negative = {"sentiment": Sentiment.NEGATIVE, "found_by": (7,)}
    store.keep([said("a", 1, found_by=(7, 8)), said("b", 4, **negative), said("c", 5, **negative), said("d", 15, found_by=(9,))])
    first, second = MONDAY, MONDAY + timedelta(minutes=5)
    steps = store.recent([7, 8], Period(MONDAY, MONDAY + timedelta(minutes=20)), 300)
    assert steps == [Recent(7, first, 2, 1), Recent(7, second, 1, 1), Recent(8, first, 1, 0)]
    assert store.recent([7], Period(MONDAY, MONDAY + timedelta(minutes=1)), 300) == []


def test_a_mention_of_the_past_is_filed_and_counted_once(store):
    new = [said("soldes", 1), said("soldes", 2, sentiment=Sentiment.POSITIVE)]
    store.keep(new)
    assert (store.file(7, new), store.file(7, new)) == (2, 0)
    assert sum(each.mentions for each in store.volume([7], WEEK)) == 2
    assert tallied(store, What.WORD) == {"soldes": 2}
    assert len(store.search(Search(1, wording=7), 20).mentions) == 2


def test_who_is_erased_leaves_no_name_and_does_not_come_back(store):
    store.keep([said("a", 1, author="x:1", author_name="Jean", found_by=(7,)), said("b", 2, author="x:2", found_by=(7,))])
    assert store.erase_author(1, "x:1", [7]) == 1
    assert tallied(store, What.AUTHOR) == {"x:2": 1}
    assert store.keep([said("a", 1, author="x:1", author_name="Jean", found_by=(7,))]) == []
    assert texts(store.search(ALL, 20)) == texts(store.search(Search(1, wording=7), 20)) == ["b"]
    assert sum(each.mentions for each in store.volume([7], WEEK)) == 2


def test_what_is_older_than_its_time_is_forgotten_and_its_sums_stay(store):
    store.keep([said("old", 1, found_by=(7,)), said("new", 60 * 48, found_by=(7,))])
    assert store.forget_before(1, MONDAY + timedelta(days=1), [7]) == 1
    assert texts(store.search(ALL, 20)) == ["new"]
    assert sum(each.mentions for each in store.volume([7], WEEK)) == 2


def test_mentions_of_all_times_are_kept(store):
    days = [datetime(year, month, 3, tzinfo=UTC) for year in (1999, 2012) for month in (1, 12)]
    store.keep([said(str(day), number, said_at=day) for number, day in enumerate(days)])
    assert len(store.search(ALL, 20).mentions) == 4


def test_text_that_no_database_takes_is_mended(store):
    store.keep([said("a\0b \ud83d c", author_name="x\0", data={"a": 1})])
    assert texts(store.search(ALL, 20)) == ["ab  c"]
