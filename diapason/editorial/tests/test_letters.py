"""Posts are looked for by their letters, wherever these stand, by an index."""

import pytest
from django.db import connection

from diapason.core.letters import headed, holding
from diapason.editorial.models import Post


@pytest.fixture
def posts(brand):
    titles = {"L’ATELIER d’été": "Six places à l'œuvre", "Lampe n° 50": "100% artisanal #lumen2026", "日本の灯り": "", "Quizz": "azzurro"}
    return [Post.objects.create(workspace=brand, title=title, text=text) for title, text in titles.items()]


def found(asked):
    return set(Post.objects.filter(holding("letters", asked)).values_list("title", flat=True))


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("atelier", {"L’ATELIER d’été"}),
        ("ETE", {"L’ATELIER d’été"}),
        ("l'atelier d'ete", {"L’ATELIER d’été"}),
        ("oeuvre", {"L’ATELIER d’été"}),
        ("telier", {"L’ATELIER d’été"}),
        ("#lumen2026", {"Lampe n° 50"}),
        ("100 % artisanal", {"Lampe n° 50"}),
        ("50", {"Lampe n° 50"}),
        ("zz", set()),  # two letters are looked for at the beginning of words
        ("az", {"Quizz"}),
        ("灯り", {"日本の灯り"}),
        ("été six", set()),  # of the title, then of the text: not one after the other in either
        ("!?", set()),
        ("%", set()),
        ("\0", set()),
    ],
)
def test_what_is_asked_is_found_whatever_its_accents_case_and_signs(posts, asked, titles):
    assert found(asked) == titles


def test_a_title_is_told_apart_from_its_text(posts):
    assert not headed(Post.objects.all(), "letters", "places").exists()
    assert headed(Post.objects.all(), "letters", "atelier").count() == 1


def test_what_is_written_again_is_found_by_its_new_words(posts):
    posts[0].title = "Vernissage"
    posts[0].save()
    assert found("atelier") == set()
    assert found("vernissage") == {"Vernissage"}


@pytest.mark.parametrize("asked", ["xylophone", "zq"])
def test_an_index_serves_what_is_asked(posts, asked):
    """With so few rows any other way is as short: the test closes them."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        cursor.execute("DROP INDEX post_latest, post_calendar, post_by_status")
    rows = Post.objects.filter(holding("letters", asked), removed_at=None)
    assert "Bitmap Index Scan on post_letters" in rows.order_by("-id")[:50].explain()
