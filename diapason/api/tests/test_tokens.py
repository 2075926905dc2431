from datetime import timedelta

import pytest
from django.urls import reverse

from diapason.api import limits, tokens
from diapason.api.models import ApiToken
from diapason.core import clock
from diapason.editorial.models import Post
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Event, Membership


def test_a_token_reads_the_brand_it_was_made_in(api, brand):
    Post.objects.create(workspace=brand, title="Six places left")
    status, body, response = api.get("/posts")
    assert (status, [post["title"] for post in body["items"]]) == (200, ["Six places left"])
    assert response["RateLimit-Remaining"] == "299"


def test_only_the_hash_of_a_token_is_kept(api, brand):
    token = ApiToken.objects.get()
    assert api.plain not in str(vars(token))
    assert api.plain.startswith(token.prefix)


@pytest.mark.parametrize("plain", ["", "dia_nothing", "é\x00ù"])
def test_a_token_that_nobody_holds_is_refused_as_a_problem(api, plain):
    api.plain = plain
    status, body, response = api.get("/posts")
    assert (status, body["code"], response["Content-Type"]) == (401, "no_token", "application/problem+json")
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_token_dies_with_the_membership(caller, yanis):
    api = caller(yanis)
    Membership.objects.filter(person=yanis).delete()
    assert api.get("/posts")[0] == 401


def test_a_revoked_or_expired_token_is_refused(api, brand, camille):
    ApiToken.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert api.get("/posts")[0] == 401
    ApiToken.objects.update(expires_at=None)
    assert api.get("/posts")[0] == 200
    tokens.revoke(member_of(camille, brand.slug), ApiToken.objects.get())
    assert api.get("/posts")[0] == 401
    assert Event.objects.filter(verb="api_token.revoked").count() == 1


def test_a_scope_that_was_not_given_is_refused(caller, camille):
    status, body, _response = caller(camille, "posts:read").get("/spaces")
    assert (status, body["code"]) == (403, "scope")


def test_a_token_never_does_more_than_the_role_of_its_person(caller, yanis):
    api = caller(yanis)
    Membership.objects.filter(person=yanis).update(role="contributor")
    assert api.get("/posts")[0] == 200
    assert api.get("/conversations")[0] == 403


def test_an_owner_who_must_have_two_factors_needs_them_for_the_api_too(api, organisation):
    organisation.owners_need_two_factor = True
    organisation.save()
    assert api.get("/posts")[1]["code"] == "second_factor"


def test_problems_are_told_in_the_language_of_the_caller(api):
    _status, body, response = api.get("/posts/999999", Accept_Language="fr")
    assert body["title"] == "Introuvable"
    assert response["Content-Language"] == "fr"


def test_past_the_limit_of_a_minute_a_token_waits(api, monkeypatch):
    monkeypatch.setitem(limits.PER_MINUTE, "read", 2)
    assert [api.get("/spaces")[0] for _ in range(3)] == [200, 200, 429]
    response = api.get("/spaces")[2]
    assert 1 <= int(response["Retry-After"]) <= 60
    assert response["RateLimit-Remaining"] == "0"


def test_the_last_use_is_written_once_a_minute(api, django_assert_num_queries):
    api.get("/spaces")
    used = ApiToken.objects.get().last_used_at
    api.get("/spaces")
    assert ApiToken.objects.get().last_used_at == used is not None


def test_the_screen_shows_a_token_once(client, brand, yanis):
    client.force_login(yanis)
    url = reverse("tokens", args=[brand.slug])
    made = client.post(url, {"name": "Export", "days": "30", "scopes": ["posts:read"]})
    token = ApiToken.objects.get()
    assert made.status_code == 201
    assert token.prefix in made.text
    assert "Copy this token now" in made.text
    page = client.get(url)
    assert "Copy this token now" not in page.text
    assert "Export" in page.text


def test_a_form_without_a_right_is_refused_with_what_was_typed(client, brand, yanis):
    client.force_login(yanis)
    page = client.post(reverse("tokens", args=[brand.slug]), {"name": "Export", "days": "30"})
    assert page.status_code == 422
    assert 'value="Export"' in page.text


def test_one_sees_ones_own_tokens_and_the_owner_sees_all(client, brand, caller, camille, yanis):
    caller(camille)
    api = caller(yanis)
    client.force_login(yanis)
    url = reverse("tokens", args=[brand.slug])
    assert len(client.get(url).context["tokens"]) == 1
    client.force_login(camille)
    token = ApiToken.objects.get(person=yanis)
    assert len(client.get(url).context["tokens"]) == 2
    client.post(reverse("revoke_token", args=[brand.slug, token.pk]))
    assert api.get("/posts")[0] == 401


def test_the_reference_and_the_description_need_no_token(client):
    page = client.get("/api/v1/docs")
    assert "/api/v1/posts/{post_id}" in page.text
    assert client.get("/api/v1/openapi.json").json()["openapi"].startswith("3.")


def test_an_unknown_address_of_the_api_is_told_as_a_problem(client):
    response = client.post("/api/v1/nothing/here")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_whoever_may_have_tokens_finds_them_in_the_menu_of_their_own(client, brand, camille, yanis):
    url = reverse("tokens", args=[brand.slug])
    for person in (camille, yanis):
        client.force_login(person)
        assert f'href="{url}"' in client.get(reverse("posts", args=[brand.slug])).text
    Membership.objects.filter(person=yanis).update(role="reader")
    assert f'href="{url}"' not in client.get(reverse("posts", args=[brand.slug])).text
