"""What is not an answer of an operation, and who is shown what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diapason.api import scopes
from diapason.api.tests.test_reading import conversation, delivery
from diapason.core import clock
from diapason.editorial.models import Post, Variant
from diapason.inbox.models import Message
from diapason.insights.models import Outcome
from diapason.territory.models import Space, SpaceGrant
from diapason.workspaces.models import Membership


@pytest.mark.parametrize("path", ["/api/", "/api/v2/posts", "/api/v1", "/api/v1/posts/", "/api/nothing", "/api/v1/posts/1/approve"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_address_that_does_not_exist_is_a_problem(client, db, path, method):
    response = getattr(client, method)(path)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["code"] == "not_found"


def test_a_method_that_an_address_does_not_have_is_a_problem_that_says_which_it_has(client, db):
    response = client.delete("/api/v1/posts", headers={"Accept-Language": "en"})
    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
    assert {each.strip() for each in response["Allow"].split(",")} == {"GET", "POST"}
    assert response.json()["code"] == "method"
    assert "GET" in response.json()["detail"]


@pytest.mark.parametrize(
    ("path", "name"), [("/posts?statuss=planned", "statuss"), ("/spaces?limit=2", "limit"), ("/metrics/daily?x=1", "x")]
)
def test_a_filter_that_does_not_exist_is_refused_rather_than_passed_over(api, path, name):
    if "daily" in path:
        path += "&start=2026-03-01&end=2026-03-02"
    status, body, _response = api.get(path)
    assert (status, [each["field"] for each in body["errors"]]) == (422, [name])


def test_a_contributor_is_shown_only_the_spaces_that_were_granted(caller, yanis, brand, space):
    membership = Membership.objects.get(person=yanis)
    Membership.objects.filter(pk=membership.pk).update(role="contributor")
    hidden = Space.objects.create(workspace=brand, network=space.network, name="Hidden", account_id="2")
    SpaceGrant.objects.create(membership=membership, space=space)
    post = Post.objects.create(workspace=brand, title="Six places left", author=yanis)
    variant = Variant.objects.create(post=post, network=space.network)
    variant.spaces.add(space, hidden)
    api = caller(yanis)
    one, listed = api.get(f"/posts/{post.pk}")[1], api.get("/posts")[1]["items"][0]
    assert one["variants"][0]["space_ids"] == listed["variants"][0]["space_ids"] == [space.pk]
    variants = [{"network": space.network, "space_ids": []}]
    changed = api.ask("PATCH", f"/posts/{post.pk}", {"revision": one["revision"], "variants": variants})[1]
    assert changed["variants"][0]["space_ids"] == []
    assert list(variant.spaces.all()) == [hidden]


# ── Queries ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def fill(brand, space, endpoint, first: int, last: int) -> None:
    """Rows of every kind that a list gives."""
    now = clock.now()
    for number in range(first, last):
        post = Post.objects.create(workspace=brand, title=f"Post {number}")
        variant = Variant.objects.create(post=post, network=space.network)
        variant.spaces.add(space)
        row = delivery(space, state="published", variant=variant)
        Outcome.objects.create(delivery=row, workspace=brand, space=space, network=space.network, published_at=now, post=post)
        conversation(space, key=f"c{number}")
        Space.objects.create(workspace=brand, network=space.network, name=f"Space {number}", account_id=f"s{number}")
        endpoint.messages.create(workspace=brand, type="test.ping", created_at=now)
    home = Message.objects.filter(workspace=brand).order_by("id")[0].conversation
    for number in range(first, last):
        Message.objects.create(
            workspace=brand, space=space, conversation=home, remote_id=f"x{number}", direction="in", kind="comment", text="?", sent_at=now
        )


LISTS = ["/posts", "/deliveries", "/conversations", "/conversations/{}/messages", "/metrics/outcomes", "/spaces", "/webhooks/messages"]
LISTS += ["/metrics/daily?start=2026-03-01&end=2026-03-31", "/webhooks/endpoints"]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_takes_as_many_queries_for_many_rows_as_for_one(api, brand, space, endpoint, path, django_assert_num_queries):
    fill(brand, space, endpoint, 0, 1)
    path = path.format(Message.objects.order_by("id")[0].conversation_id)
    api.get(path)  # what is remembered from one request to the next
    with CaptureQueriesContext(connection) as few:
        assert api.get(path)[0] == 200
    fill(brand, space, endpoint, 1, 12)
    with django_assert_num_queries(len(few)):
        answered = api.get(path)[1]
    assert len(answered.get("items", [None] * 12)) >= 1
    assert len(few) <= 13


def test_every_list_of_the_description_is_counted(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    lists = {
        path.removeprefix("/api/v1")
        for path, operations in paths.items()
        if operations.get("get", {}).get("operationId", "").startswith("list_")
    }
    assert lists == {path.partition("?")[0].replace("{}", "{conversation_id}") for path in LISTS}


def test_every_scope_serves_an_operation(client):
    text = client.get("/api/v1/openapi.json").text
    assert [name for name in scopes.SCOPES if f"`{name}`" not in text] == []
