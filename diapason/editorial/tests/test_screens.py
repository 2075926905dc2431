import json

import pytest
from django.urls import reverse

from diapason.editorial import editing, local_time, workflow
from diapason.editorial.models import Comment, Post, Presence, Variant, Version
from diapason.workspaces.members import Member

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> {{ 7|add:7 }}"


@pytest.fixture
def signed_in(client, yanis):
    client.force_login(yanis)
    return client


@pytest.fixture
def boss(client, camille):
    from django.test import Client

    other = Client()
    other.force_login(camille)
    return other


def to(name, post, *more):
    return reverse(name, args=[post.workspace.slug, post.pk, *more])


def draft(client, post, values, base=None, **extra):
    body = values | {f"base:{name}": text for name, text in (base or {}).items()} | extra
    return client.post(to("post_draft", post), body, headers={"Accept": "application/json"})


# ── The composer ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_composer_shows_every_network_of_the_brand(signed_in, post, gazette):
    page = signed_in.get(to("compose", post)).content.decode()
    assert 'id="panel-agora"' in page
    assert 'id="panel-gazette"' in page
    assert "We close at five this week." in page
    assert 'data-left="73"' in page


def test_what_is_typed_is_shown_never_run(signed_in, post):
    editing.save(
        Member(post.workspace, "owner", person=post.author),
        post.pk,
        {"text": HOSTILE, "title": HOSTILE[:150], "v.agora.own_text": "1", "v.agora.text": HOSTILE},
    )
    for name in ("compose", "post", "post_history"):
        page = signed_in.get(to(name, post)).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "{{ 7|add:7 }}" in page


def test_the_form_is_saved_without_script(signed_in, post, agora):
    answer = signed_in.post(
        to("compose", post),
        {"revision": post.revision, "title": "Hours", "text": "One\r\nTwo", "v.agora.spaces": ["", agora.pk], "v.agora.thread": ["", "1"]},
    )
    assert answer.status_code == 302
    post.refresh_from_db()
    assert (post.title, post.text) == ("Hours", "One\nTwo")
    assert post.variants.get().thread


def test_a_form_made_from_an_old_revision_shows_both_texts_and_keeps_what_was_typed(signed_in, lead, post):
    editing.save(lead, post.pk, {"text": "Camille was here"})
    answer = signed_in.post(to("compose", post), {"revision": post.revision, "title": post.title, "text": "Yanis too"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Camille" in page
    assert ">\nYanis too</textarea>" in page
    assert signed_in.post(to("compose", post), {"revision": post.revision, "text": "Yanis too", "force": "1"}).status_code == 302
    post.refresh_from_db()
    assert post.text == "Yanis too"


def test_a_refused_field_keeps_what_was_typed(signed_in, post):
    answer = signed_in.post(
        to("compose", post), {"revision": post.revision, "title": "T", "text": "Kept", "link": "no link", "publish_at": "31/02"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="no link"' in page
    assert "This is not a web address" in page


def test_the_button_saves_then_sends_for_approval(signed_in, post):
    answer = signed_in.post(to("compose", post), {"revision": post.revision, "text": "Ready", "then": "submit"})
    assert answer.url == to("post", post)
    post.refresh_from_db()
    assert (post.text, post.status) == ("Ready", "in_review")


def test_autosave_merges_or_shows_never_loses(signed_in, lead, post):
    saved = draft(signed_in, post, {"text": "Mine"}, {"text": post.text})
    assert saved.json()["values"] == {"text": "Mine"}
    editing.save(lead, post.pk, {"text": "Hers"})
    crossed = draft(signed_in, post, {"text": "Mine again"}, {"text": "Mine"})
    assert crossed.status_code == 409
    assert crossed.json()["theirs"] == {"text": "Hers"}
    assert "<ins>" in crossed.json()["html"]
    assert draft(signed_in, post, {"text": "Mine again"}, {"text": "Mine"}, force="1").status_code == 200


def test_autosave_says_what_it_could_not_keep(signed_in, post):
    answer = draft(signed_in, post, {"publish_at": "2026-03-29T02:30", "title": "New"}).json()
    assert list(answer["errors"]) == ["publish_at"]
    assert answer["values"] == {"title": "New"}


def test_autosave_takes_100000_signs_and_odd_bytes(signed_in, post):
    assert draft(signed_in, post, {"text": "é" * 100_000}).status_code == 200
    assert draft(signed_in, post, {"text": "a\0b", "nonsense": "x", "v..text": "y", "v.agora.secret": "z"}).status_code == 200
    post.refresh_from_db()
    assert post.text == "ab"


@pytest.mark.parametrize(
    "name",
    [
        "compose",
        "post",
        "post_draft",
        "compose_side",
        "review_post",
        "post_history",
        "post_presence",
        "post_submission",
        "post_removal",
        "post_copy",
        "post_comments",
    ],
)
def test_another_brands_post_is_not_found(client, olga, post, name):
    client.force_login(olga)
    url = reverse(name, args=["ailleurs", post.pk])
    assert client.get(url).status_code in {404, 405}
    assert client.post(url, {"text": "x", "body": "x"}).status_code == 404


def test_another_brands_rows_are_not_found_in_a_draft(signed_in, post, olga):
    from diapason.strategy.models import Campaign
    from diapason.workspaces.models import Workspace

    theirs = Campaign.objects.create(workspace=Workspace.objects.get(slug="ailleurs"), name="Theirs")
    assert draft(signed_in, post, {"campaign": str(theirs.pk)}).status_code == 404


def test_a_published_post_is_read_not_written(signed_in, post):
    Post.objects.filter(pk=post.pk).update(status="published")
    assert signed_in.get(to("compose", post)).url == to("post", post)
    assert draft(signed_in, post, {"text": "late"}).status_code == 423


def test_who_is_here_is_told_to_the_others(signed_in, boss, post):
    boss.post(to("post_presence", post), {"editing": "1"})
    answer = signed_in.post(to("post_presence", post))
    assert "Camille is writing" in answer.content.decode()
    assert answer.headers["X-Revision"] == str(post.revision)
    boss.post(to("post_presence", post), {"leaving": "1"})
    assert Presence.objects.count() == 1


def test_the_composer_costs_the_same_for_many_spaces(signed_in, post, brand, django_assert_max_num_queries):
    from diapason.territory.models import Space

    Space.objects.bulk_create(Space(workspace=brand, network="agora", name=f"S{n}", account_id=f"x{n}") for n in range(20))
    with django_assert_max_num_queries(32):
        signed_in.get(to("compose", post))


# ── A new post, the list ─────────────────────────────────────────────────────────────────────────────────────────────
def test_a_new_post_opens_in_the_composer(signed_in, brand, agora, gazette):
    url = reverse("new_post", args=[brand.slug])
    assert 'value="2027-03-01T14:30"' in signed_in.get(url + "?publish_at=2027-03-01T14:30").content.decode()
    answer = signed_in.post(url, {"title": "New", "text": "", "publish_at": "", "space": [agora.pk, gazette.pk]})
    made = Post.objects.get()
    assert answer.url == to("compose", made)
    assert Variant.objects.count() == 2
    assert signed_in.post(url, {"title": " "}).status_code == 422


def test_the_list_filters_and_searches(signed_in, brand, post, voice, gazette):
    editing.create(voice, {"title": "Summer", "text": "Hot", "v.gazette.spaces": str(gazette.pk), "publish_at": "2027-07-01T10:00"})
    url = reverse("posts", args=[brand.slug])
    for query, titles in {
        "": 2,
        "?q=summer": 1,
        "?status=draft": 2,
        "?network=gazette": 1,
        "?network=agora": 1,
        "?sort=-publish_at": 1,
        "?author=0": 0,
        "?author=me": 2,
        "?assignee=me": 0,
        "?status=to_write": 2,
        "?since=2027-07-01&until=2027-07-01": 1,
        "?language=en": 0,
    }.items():
        assert len(signed_in.get(url + query).context["page"].rows) == titles, query
    assert signed_in.get(url + "?cursor=x&objective=abc&status=%00").status_code == 200


def test_the_list_costs_the_same_however_many_posts(signed_in, brand, yanis, django_assert_max_num_queries):
    Post.objects.bulk_create(Post(workspace=brand, title=f"Post {n}", author=yanis, status="draft") for n in range(70))
    with django_assert_max_num_queries(14):
        page = signed_in.get(reverse("posts", args=[brand.slug]))
    assert page.context["page"].next
    assert len(page.content) < 80_000


def test_many_posts_are_moved_assigned_and_deleted_with_a_way_back(signed_in, brand, post, voice, camille):
    editing.save(voice, post.pk, {"publish_at": "2027-03-27T10:00"})
    url = reverse("posts_act", args=[brand.slug])
    signed_in.post(url, {"id": [post.pk], "act": "shift", "days": "1"})
    post.refresh_from_db()
    assert local_time.write(post.publish_at, brand.tz) == "2027-03-28T10:00"  # the same hour, across the change of clocks
    signed_in.post(url, {"id": [post.pk], "act": "assign", "person": camille.pk})
    signed_in.post(url, {"id": [post.pk], "act": "remove"})
    post.refresh_from_db()
    assert post.assignee == camille
    assert post.removed_at
    assert signed_in.post(reverse("post_restoration", args=[brand.slug]) + f"?id={post.pk}").status_code == 204
    assert Post.objects.get().removed_at is None


def test_what_a_bulk_act_leaves_is_said_with_its_reason(signed_in, brand, post, voice):
    other = editing.create(voice, {"title": "Sent", "text": "x"}).post
    workflow.submit(voice, other.pk)
    answer = signed_in.post(
        reverse("posts_act", args=[brand.slug]), {"id": [post.pk, other.pk], "act": "submit", "next": "https://evil.example"}, follow=True
    )
    page = answer.content.decode()
    assert "Done for 1 post" in page
    assert "Sent" in page
    assert answer.redirect_chain[0][0] == reverse("posts", args=[brand.slug])
    for body in (
        {"act": "submit"},
        {"id": [post.pk], "act": "destroy"},
        {"id": [post.pk], "act": "shift", "days": "x"},
        {"id": ["9" * 30], "act": "remove"},
    ):
        assert signed_in.post(reverse("posts_act", args=[brand.slug]), body).status_code == 302


# ── Deciding ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_lead_reads_then_approves_what_was_read(boss, voice, post):
    workflow.submit(voice, post.pk)
    page = boss.get(to("review_post", post))
    digest = page.context["digest"]
    editing.save(voice, post.pk, {"text": "Changed under your eyes"})
    stale = boss.post(to("review_post", post), {"decision": "approved", "digest": digest})
    assert stale.status_code == 409
    assert "has changed since you opened it" in stale.content.decode()
    fresh = boss.get(to("review_post", post)).context["digest"]
    assert boss.post(to("review_post", post), {"decision": "approved", "digest": fresh}).status_code == 302
    post.refresh_from_db()
    assert post.status == "approved"


def test_changes_need_words_and_keep_them_in_the_form(boss, voice, post):
    workflow.submit(voice, post.pk)
    assert boss.post(to("review_post", post), {"decision": "changes", "note": " "}).status_code == 409
    assert boss.post(to("review_post", post), {"decision": "changes", "note": "Shorter"}).status_code == 302


def test_a_voice_may_not_decide(signed_in, voice, post):
    workflow.submit(voice, post.pk)
    assert signed_in.get(to("review_post", post)).status_code == 403


def test_a_comment_stays_with_its_version_and_is_resolved(signed_in, boss, post):
    boss.post(to("post_comments", post), {"body": HOSTILE})
    comment = Comment.objects.get()
    assert comment.version
    assert comment.version.number == 1
    page = signed_in.get(to("post", post)).content.decode()
    assert "&lt;script&gt;" in page
    signed_in.post(to("comment_resolution", post, comment.pk))
    comment.refresh_from_db()
    assert comment.resolved_at
    assert signed_in.post(to("comment_resolution", post, 999999)).status_code == 404


def test_history_compares_and_puts_back(signed_in, voice, post):
    editing.save(voice, post.pk, {"text": "We close at six this week."})
    page = signed_in.get(to("post_history", post) + "?from=1").content.decode()
    assert "<del>five</del>" in page
    assert "<ins>six</ins>" in page
    signed_in.post(to("version_restoration", post, Version.objects.get(number=1).pk))
    post.refresh_from_db()
    assert post.text == "We close at five this week."
    assert signed_in.get(to("post_history", post) + "?from=99").status_code == 404


def test_emoji_and_right_to_left_text_are_shown_in_their_direction(signed_in, voice, post):
    editing.save(voice, post.pk, {"text": "שלום 👩‍👩‍👧 مرحبا"})
    page = signed_in.get(to("post", post)).content.decode()
    assert "שלום 👩‍👩‍👧 مرحبا" in page
    assert 'dir="auto"' in page


def test_media_are_chosen_for_the_idea_and_cropped_for_a_network(signed_in, post, media_asset):
    item = {"asset": media_asset.pk, "crop": None, "alt": "A door"}
    assert draft(signed_in, post, {"media": json.dumps([item])}).status_code == 200
    cropped = json.dumps([item | {"crop": [0, 0, 0.5, 1]}])
    assert draft(signed_in, post, {"v.agora.media": cropped}).json()["errors"] == {}
    page = signed_in.get(to("compose_side", post)).content.decode()
    assert "/media/" in page
    assert media_asset.file not in page  # the preview shows the crop
    assert draft(signed_in, post, {"media": "[{]"}).json()["errors"]
