from datetime import timedelta

import pytest
import time_machine
from django.http import Http404

from diapason.core import clock
from diapason.editorial import editing, sheet, versions
from diapason.editorial.models import Post, Variant, Version
from diapason.strategy.models import Objective
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Event, Workspace


@pytest.fixture
def abroad(olga):
    return Workspace.objects.get(slug="ailleurs")


def words(difference) -> tuple[str, str]:
    return "".join(piece.text for piece in difference.before), "".join(piece.text for piece in difference.after)


def test_what_is_typed_is_kept_and_read_back(voice, post, agora, media_asset):
    typed = {
        "text": "Bonjour à tous 👋🏽",
        "link": "maison-lumen.example/stage",
        "publish_at": "2027-03-01T14:30",
        "v.agora.own_text": "1",
        "v.agora.text": "Salut",
        "v.agora.thread": "1",
        "v.agora.poll": "Oui\nNon",
        "v.agora.poll_hours": "12",
        "v.agora.options": '{"visibility": "unlisted"}',
        "media": f'[{{"asset": {media_asset.pk}, "crop": [0.1, 0, 0.5, 1], "alt": "Une porte"}}]',
    }
    saved = editing.save(voice, post.pk, typed)
    assert saved.errors == {}
    kept = sheet.read(saved.post)
    assert kept["link"] == "https://maison-lumen.example/stage"
    assert {name: kept[name] for name in typed if name not in {"link", "media"}} == {
        name: value for name, value in typed.items() if name not in {"link", "media"}
    }
    assert saved.post.media.get().crop == [0.1, 0.0, 0.5, 1.0]


def test_saving_the_same_again_changes_nothing(voice, post):
    same = editing.save(voice, post.pk, sheet.read(editing.reload(post)))
    assert same.changed == []
    assert same.post.revision == post.revision


def test_a_value_that_cannot_be_kept_is_said_and_the_others_are_kept(voice, post):
    saved = editing.save(voice, post.pk, {"publish_at": "yesterday", "link": "not a link", "title": "", "text": "Kept"})
    assert set(saved.errors) == {"publish_at", "link", "title"}
    assert saved.post.text == "Kept"
    assert saved.post.title == "Winter hours"


@pytest.mark.parametrize("value", ["2026-02-30T10:00", "2026-13-45T99:99", "<script>", "-1", "2026-03-29T02:30"])
def test_an_impossible_date_is_said(voice, post, value):
    saved = editing.save(voice, post.pk, {"publish_at": value})
    assert "publish_at" in saved.errors
    assert saved.post.publish_at is None


def test_a_text_of_100000_characters_is_kept_and_one_more_is_not(voice, post):
    assert editing.save(voice, post.pk, {"text": "é" * 100_000}).errors == {}
    saved = editing.save(voice, post.pk, {"text": "é" * 100_001})
    assert "too long by 1" in saved.errors["text"]


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{{ 7|add:7 }}", "שלום עולם مرحبا", "👩‍👩‍👧‍👦🏴‍☠️é", "a\u202eb", "%s %(who)s {n}"]
)
def test_any_text_is_kept_as_it_was_typed(voice, post, text):
    assert editing.save(voice, post.pk, {"text": text}).post.text == text


def test_what_no_database_holds_is_left_out():
    assert sheet.plain("a\0b\r\nc\ud800") == "ab\nc?"


@pytest.mark.parametrize("name", ["objective", "v.agora.spaces", "media", "assignee", "v.nowhere.spaces"])
def test_what_belongs_to_another_brand_is_not_found(voice, post, abroad, olga, name):
    today = clock.now().date()
    objective = Objective.objects.create(workspace=abroad, name="Theirs", kind="sales", starts_on=today, due_on=today)
    there = member_of(olga, "ailleurs")
    from diapason.media import uploading
    from diapason.media.tests import files
    from diapason.territory.models import Space

    theirs = uploading.add(there, files.upload(files.picture(colour="red")))
    space = Space.objects.create(workspace=abroad, network="agora", name="Theirs")
    values = {
        "objective": str(objective.pk),
        "v.agora.spaces": str(space.pk),
        "media": f'[{{"asset": {theirs.pk}}}]',
        "assignee": str(olga.pk),
        "v.nowhere.spaces": "1",
    }
    with pytest.raises(Http404):
        editing.save(voice, post.pk, {name: values[name]})


# ── Two people at once ───────────────────────────────────────────────────────────────────────────────────────────────
def test_two_people_who_write_different_fields_are_merged(lead, voice, post):
    base = sheet.read(editing.reload(post))
    editing.save(lead, post.pk, {"title": "Hours"}, {"title": base["title"]})
    saved = editing.save(voice, post.pk, {"text": "Mine"}, {"text": base["text"]})
    assert saved.conflicts == []
    assert (saved.post.title, saved.post.text) == ("Hours", "Mine")


def test_two_people_who_write_the_same_field_both_keep_their_text(lead, voice, post):
    base = sheet.read(editing.reload(post))
    editing.save(lead, post.pk, {"text": "Camille’s words"}, {"text": base["text"]})

    refused = editing.save(voice, post.pk, {"text": "Yanis’s words", "brief": "Also"}, {"text": base["text"], "brief": ""})

    assert words(refused.conflicts[0]) == ("Camille’s words", "Yanis’s words")
    assert refused.post.text == "Camille’s words"
    assert refused.post.brief == ""
    forced = editing.save(voice, post.pk, {"text": "Yanis’s words"}, force=True)
    assert forced.post.text == "Yanis’s words"
    assert "Camille’s words" in [version.snapshot["text"] for version in Version.objects.all()]


def test_both_writing_the_same_words_is_no_conflict(lead, voice, post):
    base = sheet.read(editing.reload(post))
    editing.save(lead, post.pk, {"text": "Same"}, {"text": base["text"]})
    assert editing.save(voice, post.pk, {"text": "Same"}, {"text": base["text"]}).conflicts == []


# ── History ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_one_sitting_makes_one_event_and_one_version(voice, post):
    for number in range(5):
        editing.save(voice, post.pk, {"text": f"Draft {number}"})
    assert Event.objects.filter(verb="post.edited").count() == 1
    assert Version.objects.count() == 1


def test_a_new_sitting_makes_a_new_version(voice, post):
    editing.save(voice, post.pk, {"text": "Morning"})
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        editing.save(voice, post.pk, {"text": "Evening"})
    assert Version.objects.count() == 2


def test_a_version_is_put_back_and_nothing_is_lost(voice, post):
    first = versions.keep(editing.reload(post), voice.person)
    editing.save(voice, post.pk, {"text": "Worse", "v.agora.poll": "Yes\nNo"})
    restored = editing.restore(voice, post.pk, first)
    assert restored.post.text == "We close at five this week."
    assert Variant.objects.get().poll is None
    assert "Worse" in [version.snapshot["text"] for version in Version.objects.all()]


def test_a_copy_has_the_words_and_spaces_but_no_date(voice, post, tomorrow):
    editing.save(voice, post.pk, {"publish_at": "2027-03-01T14:30", "content_type": "news"})
    copy = editing.duplicate(voice, editing.reload(post), "Winter hours, again")
    assert (copy.title, copy.text, copy.content_type, copy.publish_at) == ("Winter hours, again", post.text, "news", None)
    assert [space.name for space in copy.variants.get().spaces.all()] == ["Lumen on Agora"]


def test_a_post_needs_a_title_to_begin(voice):
    saved = editing.create(voice, {"title": "  ", "text": "Words"})
    assert "title" in saved.errors
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [("", "new"), ("one two three", "one 2 three"), ("a\n\nb", "a\nb"), ("שלום", "שלום עולם"), ("👩‍👩‍👧", "👩‍👧"), ("same", "same")],
)
def test_a_comparison_gives_back_both_texts(before, after):
    pieces = list(versions.words(before, after))
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after


def test_a_comparison_is_by_words():
    kinds = [(piece.kind, piece.text) for piece in versions.words("We close at five.", "We close at six.")]
    assert kinds == [("same", "We close at "), ("gone", "five"), ("new", "six"), ("same", ".")]


def test_very_long_texts_are_compared_in_reasonable_time():
    long = "lorem ipsum dolor " * 5_500
    assert len(list(versions.words(long, long.replace("dolor", "color")))) >= 2
