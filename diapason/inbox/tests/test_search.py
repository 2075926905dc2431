import pytest
from django.http import QueryDict
from django.template import Context, Template

from diapason.inbox.filters import Filters
from diapason.inbox.marking import CLOSE, OPEN, mark_letters, marked
from diapason.inbox.models import Conversation
from diapason.inbox.reading import store
from diapason.inbox.search import search
from diapason.inbox.tests.double import JULIE, THEO, said


@pytest.fixture
def said_before(space):
    store(
        space,
        "notifications",
        [
            said("m1", "Ma livraison n’est pas arrivée, c’est pénible", language="fr"),
            said("m2", "Do you ship lamps to Québec?", by=THEO, minutes=1, language="en"),
            said("m3", "Une merveille, merci à l’atelier", by=THEO, minutes=2, language="fr"),
        ],
    )


def find(member, q, **more):
    query = QueryDict(mutable=True)
    query.update({"q": q, **more})
    found = search(member, Filters.read(query))
    return [row.messages.get().remote_id for row in found.rows], found


@pytest.mark.parametrize(
    ("q", "hits"),
    [
        ("livraisons", ["m1"]),  # French endings
        ("arrivee penible", ["m1"]),  # accents left out
        ("shipping lamp", ["m2"]),  # English endings
        ("quebec", ["m2"]),
        ('"merci à l’atelier"', ["m3"]),  # a phrase
        ('"atelier merci"', []),
        ("livr", ["m1"]),  # the beginning of a word
        ("vraiso", ["m1"]),  # the middle of one
        ("merveille -atelier", []),
        ("lamps or livraison", ["m2", "m1"]),
        ("marchand", ["m1"]),  # who said it
        ("@theo", ["m3", "m2"]),
        ("@theo lamps", ["m2"]),
        ("@nobody", []),
        ("   ", []),
    ],
)
def test_what_was_said_is_found_as_people_look_for_it(member, said_before, q, hits):
    assert find(member, q)[0] == hits


@pytest.mark.parametrize(
    "q", ["'", '"', "a' OR 1=1 --", "& | ! ( ) <-> :*", "\\", "%", "_", "\x00lamp", "-", "@", "@@@", "🦉", "a" * 5000, "or or or", "م" * 3]
)
def test_nothing_that_one_can_type_breaks_the_search(member, said_before, q):
    find(member, q)


def test_a_search_looks_everywhere_unless_a_queue_is_asked_for(member, said_before):
    Conversation.objects.filter(messages__remote_id="m1").update(status="closed")
    assert find(member, "livraison")[0] == ["m1"]
    assert find(member, "livraison", queue="answer")[0] == []


def test_other_brands_are_never_searched(member, olga, said_before):
    from diapason.workspaces.members import member_of

    assert find(member_of(olga, "ailleurs"), "livraison")[0] == []


def test_the_words_found_are_marked_and_the_rest_is_text(member, space):
    store(space, "notifications", [said("m1", f"<script>alert(1)</script> ma Livraison & {OPEN}rien{CLOSE}", by=JULIE)])
    _hits, found = find(member, "livraison")
    html = Template("{% load inbox %}{{ text|mark }}").render(Context({"text": next(iter(found.excerpts.values()))}))
    assert "<mark>Livraison</mark> &amp; rien" in html
    assert "<script>" not in html


def test_letters_inside_a_word_are_marked_where_they_stand():
    assert marked(mark_letters("Une LIVRÉE d’été", "vree d")) == "Une LI<mark>VRÉE d</mark>’été"
    assert marked(f"a{CLOSE}b{OPEN}c{OPEN}d") == "ab<mark>cd</mark>"


def test_every_page_of_a_search_holds_other_conversations(member, space):
    store(space, "notifications", [said(f"m{n}", "lampe", minutes=n) for n in range(95)])
    seen, cursor = [], ""
    while True:
        hits, found = find(member, "lampe", cursor=cursor)
        seen += hits
        if not found.next:
            break
        cursor = found.next
    assert seen == [f"m{n}" for n in range(94, -1, -1)]


def test_a_conversation_is_found_once_by_its_latest_matching_message(member, space):
    store(space, "notifications", [said("m0", "lampe"), *[said(f"m{n}", "lampe", minutes=n, parent_id="m0") for n in range(1, 9)]])
    query = QueryDict("q=lampe")
    assert len(search(member, Filters.read(query)).rows) == 1
