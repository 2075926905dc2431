from datetime import date, timedelta
from decimal import Decimal

import pytest

from diapason.core import clock
from diapason.editorial.models import Post, Variant
from diapason.inbox.models import Conversation, Message
from diapason.insights.models import DailyFigure, Outcome
from diapason.networks.base.content import Content
from diapason.publishing.models import Attempt, Delivery, DeliveryStep
from diapason.territory.models import Space
from diapason.workspaces.models import Workspace


def delivery(space, **fields):
    fields = {"due_at": clock.now(), "content": Content(("Six places left",)).as_json(), **fields}
    return Delivery.objects.create(workspace=space.workspace, space=space, **fields)


def conversation(space, key="1"):
    now = clock.now()
    found = Conversation.objects.create(workspace=space.workspace, space=space, thread_key=key, incoming_count=1, last_message_at=now)
    Message.objects.create(
        workspace=space.workspace,
        space=space,
        conversation=found,
        remote_id=f"m{key}",
        direction="in",
        kind="comment",
        text="When?",
        sent_at=now,
    )
    return found


def test_a_list_goes_on_from_its_cursor(api, brand):
    Post.objects.bulk_create(Post(workspace=brand, title=f"Post {number}") for number in range(5))
    _status, first, _response = api.get("/posts?limit=3")
    _status, second, _response = api.get(f"/posts?limit=3&cursor={first['next']}")
    titles = [post["title"] for post in first["items"] + second["items"]]
    assert titles == [f"Post {number}" for number in (4, 3, 2, 1, 0)]
    assert second["next"] is None


def test_the_list_of_posts_takes_the_same_number_of_queries_for_many(api, brand, space, django_assert_max_num_queries):
    for number in range(20):
        post = Post.objects.create(workspace=brand, title=f"Post {number}")
        Variant.objects.create(post=post, network=space.network).spaces.add(space)
    with django_assert_max_num_queries(11):
        assert len(api.get("/posts")[1]["items"]) == 20


def test_filters_narrow_the_posts(api, brand, tomorrow):
    Post.objects.create(workspace=brand, title="Soon", status="planned", publish_at=tomorrow)
    Post.objects.create(workspace=brand, title="Idea")
    assert [post["title"] for post in api.get("/posts?status=planned")[1]["items"]] == ["Soon"]
    until = (tomorrow + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert [post["title"] for post in api.get(f"/posts?publish_until={until}")[1]["items"]] == ["Soon"]


@pytest.mark.parametrize(
    "query", ["status=nope", "limit=0", "limit=x", "cursor=!!", "cursor=WzFd0", "campaign_id=0", "publish_from=tomorrow"]
)
def test_a_filter_that_makes_no_sense_is_named(api, query):
    status, body, _response = api.get(f"/posts?{query}")
    assert (status, body["errors"][0]["field"]) == (422, query.split("=")[0])


@pytest.mark.parametrize("cursor", ['["not a date", 1]', '[{"a": 1}, 1]', "[null, 1]", '["2026-01-01", true]', "[1e999, 1]"])
def test_a_forged_cursor_is_refused(api, cursor):
    import base64

    forged = base64.urlsafe_b64encode(cursor.encode()).decode().rstrip("=")
    assert api.get(f"/deliveries?cursor={forged}")[0] in {200, 422}


def test_what_belongs_to_another_brand_is_not_found(caller, camille, olga, space):
    elsewhere = Workspace.objects.get(slug="ailleurs")
    api = caller(camille)
    there = Space.objects.create(workspace=elsewhere, network=space.network, name="Ailleurs", account_id="2")
    post = Post.objects.create(workspace=elsewhere, title="Not yours")
    paths = [f"/posts/{post.pk}", f"/deliveries/{delivery(there).pk}", f"/conversations/{conversation(there).pk}"]
    assert [api.get(path)[0] for path in paths] == [404, 404, 404]
    assert api.get("/spaces")[1]["items"][0]["name"] == "Maison Lumen"


def test_a_delivery_tells_each_attempt_at_it(api, space):
    row = delivery(space, state="unknown")
    step = DeliveryStep.objects.create(delivery=row, position=0, kind="post", spec={}, repeat="never")
    Attempt.objects.create(step=step, number=1, fingerprint="", owner="w", started_at=clock.now(), outcome="unknown")
    body = api.get(f"/deliveries/{row.pk}")[1]
    assert (body["state"], body["network"], body["parts"]) == ("unknown", space.network, ["Six places left"])
    assert [(each["number"], each["outcome"]) for each in body["attempts"]] == [(1, "unknown")]
    assert api.get("/deliveries?state=unknown")[1]["items"][0]["id"] == row.pk
    assert api.get("/deliveries?state=published")[1]["items"] == []


def test_a_conversation_and_its_messages(api, space):
    found = conversation(space)
    assert api.get("/conversations")[1]["items"][0]["id"] == found.pk
    assert api.get("/conversations?unassigned=true")[1]["items"] != []
    assert api.get(f"/conversations/{found.pk}/messages")[1]["items"][0]["text"] == "When?"


def test_a_missing_figure_is_null_and_a_known_one_says_where_it_comes_from(api, space):
    row = delivery(space, state="published")
    now = clock.now()
    Outcome.objects.create(
        delivery=row,
        workspace=space.workspace,
        space=space,
        network=space.network,
        published_at=now,
        likes=3,
        sources={"likes": "API"},
        read_at=now,
    )
    body = api.get("/metrics/outcomes")[1]["items"][0]
    assert (body["figures"]["likes"], body["figures"]["impressions"], body["value"]) == (3, None, None)
    assert body["sources"] == {"likes": "API"}
    assert body["read_at"] is not None


def test_daily_figures_are_null_before_the_first_reading(api, space):
    day = date(2026, 3, 10)
    DailyFigure.objects.create(workspace=space.workspace, day=day, space=space, metric="likes", value=Decimal(4))
    DailyFigure.objects.create(workspace=space.workspace, day=day, space=space, metric="followers", value=Decimal(100))
    body = api.get("/metrics/daily?start=2026-03-09&end=2026-03-11")[1]
    values = {each["metric"]: [point["value"] for point in each["days"]] for each in body["series"]}
    assert values == {"likes": [None, 4, 0], "followers": [None, 100, None]}
    assert all(each["source"] for each in body["series"])


@pytest.mark.parametrize("query", ["start=2026-03-11&end=2026-03-01", "start=0001-01-01&end=9999-12-31", "start=2020-01-01&end=2026-01-01"])
def test_a_period_that_makes_no_sense_is_refused(api, query):
    assert api.get(f"/metrics/daily?{query}")[1]["errors"][0]["field"] == "end"
