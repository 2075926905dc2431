"""The screens of listening."""

import csv
import io
import re
from typing import Any

import pytest

from conftest import at, join
from diapason.listening import past, pipeline
from diapason.listening.models import Query
from diapason.workspaces.models import Event

pytestmark = pytest.mark.django_db


def test_an_empty_brand_is_told_what_listening_is_for(signed_in, brand):
    page = signed_in.get(at("listening")).content.decode()
    assert "Nothing is listened for yet" in page
    assert at("listening_setup") in page
    assert "&quot;Maison Lumen&quot; OR #maisonlumen" in page


def test_a_query_is_written_tried_and_listened_for(signed_in, brand, said):
    from django.utils import timezone

    pipeline.take_in(brand, [said("Maison Lumen livre en retard", said_at=timezone.now())])
    tried = signed_in.post(at("try_query"), {"text": '"maison lumen"'}).content.decode()
    assert "mention of the last 30 days" in tried
    answer = signed_in.post(at("new_query"), {"name": "Us", "purpose": "brand", "text": '"maison lumen"'})
    query: Any = Query.objects.get()
    assert answer.headers["Location"] == at("query", query.pk)
    while past.step(query.shown_id):
        pass
    page = signed_in.get(at("query", query.pk)).content.decode()
    assert "Us" in page
    assert "Maison Lumen livre en retard" in signed_in.get(at("query_latest", query.pk)).content.decode()
    assert Event.objects.filter(verb="query.added").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": "lampe AND"}, "nothing to find after"),
        ({"text": ""}, "required"),
        ({"name": ""}, "required"),
        ({"purpose": "nonsense"}, "choice"),
        ({"name": "Taken"}, "Another query has this name"),
    ],
)
def test_a_query_that_cannot_be_is_refused_with_what_was_typed(signed_in, ask, given, said):
    ask("lampe", "Taken")
    answer = signed_in.post(at("new_query"), {"name": "Us", "purpose": "brand", "text": "lampe bleue"} | given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert Query.objects.count() == 1
    assert given.get("text", "lampe bleue") in page


def test_a_query_is_changed_removed_and_brought_back(signed_in, ask):
    query = ask("lampe", "Us")
    signed_in.post(at("change_query", query.pk), {"name": "We", "purpose": "topic", "text": "lampe OR lampadaire"})
    query.refresh_from_db()
    assert (query.name, query.purpose, query.wordings.count()) == ("We", "topic", 2)
    signed_in.post(at("query_removal", query.pk))
    assert "Nothing is listened for yet" in signed_in.get(at("listening")).content.decode()
    other = ask("lampe", "We")
    signed_in.post(at("query_restoration", query.pk))
    query.refresh_from_db()
    assert query.removed_at is None
    assert query.name != other.name


def test_mentions_are_filtered_and_paged(signed_in, brand, ask, said, monkeypatch):
    from django.utils import timezone

    from diapason.listening.views import mentions

    monkeypatch.setattr(mentions, "SIZE", 2)
    now = timezone.now()
    query = ask("lampe")
    pipeline.take_in(brand, [said(f"lampe numéro {number}", said_at=now, language="fr") for number in range(3)])
    pipeline.take_in(brand, [said("autre chose", said_at=now)])
    page = signed_in.get(at("mentions"), {"query": query.pk}).content.decode()
    assert page.count("lampe numéro") == 2
    assert "cursor=" in page
    assert "autre chose" not in page
    assert signed_in.get(at("mentions"), {"q": "autre"}).content.decode().count("autre chose") == 1
    assert "cannot be read" in signed_in.get(at("mentions"), {"q": "(autre"}).content.decode()
    odd = [{"cursor": "nonsense"}, {"query": "x"}, {"tone": "x"}, {"lang": "\0"}, {"word": "a" * 900}, {"from": "2026-99-99", "to": ""}]
    for given in odd:
        assert signed_in.get(at("mentions"), given).status_code == 200


def test_a_mention_whose_title_begins_its_text_is_read_once(signed_in, brand, ask, said):
    from django.utils import timezone

    ask("lampe")
    mention = said("Ma lampe arrive après trois semaines.", title="Ma lampe arrive…", said_at=timezone.now())
    [mention] = pipeline.take_in(brand, [mention]).new
    for address in (at("mentions"), at("mention", mention.id)):
        page = signed_in.get(address).text
        assert "Ma lampe arrive après trois semaines." in page
        assert '<p class="title">' not in page


def test_a_reader_reads_and_changes_nothing(client, brand, ask):
    query = ask("lampe")
    client.force_login(join(brand, "Rita", "reader"))
    assert client.get(at("query", query.pk)).status_code == 200
    assert client.get(at("new_query")).status_code == 403
    assert client.post(at("query_removal", query.pk)).status_code == 403


def test_the_screens_cost_the_same_however_much_was_heard(signed_in, brand, ask, said, django_assert_max_num_queries):
    query = ask("lampe")
    pipeline.take_in(brand, [said(f"lampe {number}", author=f"x:{number}", url=f"https://s{number}.example/") for number in range(60)])
    for address in (at("listening"), at("query", query.pk), at("mentions")):
        with django_assert_max_num_queries(26):
            signed_in.get(address)


def test_enter_in_the_field_of_a_tag_tags(signed_in, brand, ask, said):
    """A browser presses the first button of the form: it must not be that of the first row."""
    from django.utils import timezone

    ask("lampe")
    [mention] = pipeline.take_in(brand, [said("lampe", said_at=timezone.now(), author="forum/Julie")]).new
    for address in (at("mentions"), at("mention", mention.id)):
        form = next(each for each in signed_in.get(address).text.split("<form")[1:] if 'name="label"' in each)
        first = re.search(r'<button[^>]*type="submit"[^>]*>', form)
        assert first
        assert 'value="label"' in first[0]
    signed_in.post(at("mentions_handled"), {"act": "label", "label": "Lampes", "id": mention.id, "back": at("mention", mention.id)})
    assert "Lampes" in signed_in.get(at("mention", mention.id)).text


def test_mentions_leave_as_a_file_without_formulas(signed_in, brand, ask, said, monkeypatch):
    from django.utils import timezone

    from diapason.listening import files

    monkeypatch.setattr(files, "AT_ONCE", 2)
    now = timezone.now()
    texts = ["=SUM(A1) lampe", *[f"lampe {number}" for number in range(4)], "autre"]
    pipeline.take_in(brand, [said(text, said_at=now) for text in texts])
    query = ask("lampe")
    answer = signed_in.get(at("mentions_csv"), {"query": query.pk})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0][:4] == ["Said at", "Kind", "Title", "Text"]
    assert {row[3] for row in rows[1:]} == {"'=SUM(A1) lampe", *[f"lampe {number}" for number in range(4)]}
    assert rows[1][8] == ""  # followers that nobody told
    assert signed_in.get(at("mentions_csv"), {"q": "(lampe"}).status_code == 302
