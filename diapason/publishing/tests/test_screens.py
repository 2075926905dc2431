"""The screens of deliveries: the list and its filters, one delivery, what a person decides, and who may."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from conftest import join
from diapason.core import clock
from diapason.editorial.models import Post, Variant
from diapason.networks.base.content import Content
from diapason.publishing.models import Attempt, Delivery, DeliveryStep, Pause
from diapason.territory.models import Space
from diapason.territory.models.grant import SpaceGrant
from diapason.workspaces.models import Event
from diapason.workspaces.sentences import sentence

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client, camille):
    client.force_login(camille)
    return client


def a_delivery(space: Space, title: str = "Six places left", state: str = "planned", **fields) -> Delivery:
    post = Post.objects.create(workspace=space.workspace, title=title)
    variant = Variant.objects.create(post=post, network=space.network)
    content = Content((title,), title=title).as_json()
    values = {"due_at": clock.now(), "variant": variant, "content": content, "state": state} | fields
    return Delivery.objects.create(workspace=space.workspace, space=space, **values)


def in_parts(delivery: Delivery, *results: bool) -> None:
    """A thread, some parts of which are out."""
    for position, out in enumerate(results):
        result = {"remote_id": f"r{position}", "url": f"https://network.example/r{position}", "data": {}} if out else None
        step = DeliveryStep.objects.create(
            delivery=delivery, position=position, kind="post", spec={}, repeat="never", publishes=True, result=result
        )
        Attempt.objects.create(
            step=step, number=1, fingerprint="f", owner="w", started_at=clock.now(), outcome="done" if out else "permanent"
        )


def listed(client, brand, **filters) -> list[str]:
    answer = client.get(reverse("deliveries", args=[brand.slug]), filters)
    assert answer.status_code == 200
    return [row.content["title"] for row in answer.context["page"].rows]


def act(client, name: str, delivery: Delivery, **values):
    return client.post(reverse(name, args=[delivery.workspace.slug, delivery.pk]), values)


# ── The list ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_each_tab_shows_its_states_in_its_order(owner, brand, space):
    now = clock.now()
    for title, state, hours in [
        ("later", "planned", 5), ("soon", "due", 1), ("held", "paused", 3), ("old", "published", -9), ("fresh", "published", -1),
        ("refused", "rejected", -2), ("doubtful", "unknown", -1), ("by hand", "assisted", -1), ("gone", "cancelled", -1),
    ]:  # fmt: skip
        a_delivery(space, title, state, due_at=now + timedelta(hours=hours))
    assert listed(owner, brand) == ["soon", "held", "later"]
    assert listed(owner, brand, view="trouble") == ["doubtful", "refused"]
    assert listed(owner, brand, view="by-hand") == ["by hand"]
    assert listed(owner, brand, view="published") == ["fresh", "old"]
    assert len(listed(owner, brand, view="all")) == 9


def test_the_filters_of_the_address_narrow_the_list_and_nonsense_is_left_out(owner, brand, space):
    other = Space.objects.create(workspace=brand, network="double", name="Other", account_id="2")
    a_delivery(space, "Bougie d’hiver")
    a_delivery(other, "Lampe Aube")
    assert listed(owner, brand, q="bougie") == ["Bougie d’hiver"]
    assert listed(owner, brand, space=other.pk) == ["Lampe Aube"]
    assert len(listed(owner, brand, space="x", cursor="nonsense", view="nowhere")) == 2


def test_a_long_list_has_a_next_page_and_costs_the_same(owner, brand, space, django_assert_max_num_queries):
    for number in range(45):
        a_delivery(space, f"Post {number}", due_at=clock.now() + timedelta(minutes=number))
    with django_assert_max_num_queries(25):
        answer = owner.get(reverse("deliveries", args=[brand.slug]))
    page = answer.context["page"]
    assert len(page.rows) == 40
    following = listed(owner, brand, cursor=page.next)
    assert following == [f"Post {number}" for number in range(40, 45)]


def test_an_empty_list_says_what_appears_there(owner, brand):
    assert "A delivery appears for each space" in owner.get(reverse("deliveries", args=[brand.slug])).text


# ── Who may see, and decide ──────────────────────────────────────────────────────────────────────────────────────────
def test_the_deliveries_of_another_brand_do_not_exist(client, olga, space):
    delivery = a_delivery(space)
    client.force_login(olga)
    assert client.get(reverse("deliveries", args=[space.workspace.slug])).status_code == 404
    assert client.get(reverse("delivery", args=["ailleurs", delivery.pk])).status_code == 404


def test_a_contributor_sees_the_deliveries_of_the_spaces_given_to_them(client, brand, space):
    salome = join(brand, "Salome", "contributor")
    given, other = a_delivery(space), Space.objects.create(workspace=brand, network="double", name="Other", account_id="2")
    hidden = a_delivery(other, "Hidden")
    SpaceGrant.objects.create(membership=salome.memberships.get(), space_id=space.pk)
    client.force_login(salome)
    assert client.get(reverse("delivery", args=[brand.slug, given.pk])).status_code == 200
    assert client.get(reverse("delivery", args=[brand.slug, hidden.pk])).status_code == 404


@pytest.mark.parametrize("name", ["confirm_delivery", "retry_delivery", "cancel_delivery"])
def test_a_reader_follows_and_decides_nothing(client, brand, space, name):
    delivery = a_delivery(space, state="needs_person")
    client.force_login(join(brand, "Rea", "reader"))
    page = client.get(reverse("delivery", args=[brand.slug, delivery.pk]))
    assert "Is it out?" in page.text
    assert reverse(name, args=[brand.slug, delivery.pk]) not in page.text
    assert act(client, name, delivery).status_code == 403
    delivery.refresh_from_db()
    assert delivery.state == "needs_person"


# ── Deciding ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_person_says_that_it_is_out_and_where(owner, space, camille):
    delivery = a_delivery(space, state="needs_person")
    answer = act(owner, "confirm_delivery", delivery, url="https://network.example/42")
    assert answer.status_code == 302
    delivery.refresh_from_db()
    assert (delivery.state, delivery.remote_url) == ("published", "https://network.example/42")
    assert Event.objects.get(verb="delivery.published").person == camille
    assert "the post is out" in str(next(iter(get_messages(answer.wsgi_request))))


def test_what_is_not_an_address_is_refused_and_stays_typed(owner, space):
    delivery = a_delivery(space, state="assisted")
    answer = act(owner, "confirm_delivery", delivery, url="javascript:alert(1)")
    assert answer.status_code == 422
    assert 'value="javascript:alert(1)"' in answer.text
    assert "it begins with https://" in answer.text
    delivery.refresh_from_db()
    assert delivery.state == "assisted"


def test_a_person_sends_again_what_was_refused(owner, space):
    delivery = a_delivery(space, state="rejected", detail="Text is too long", due_at=clock.now() - timedelta(days=2))
    assert "Text is too long" in owner.get(reverse("delivery", args=[space.workspace.slug, delivery.pk])).text
    assert act(owner, "retry_delivery", delivery).status_code == 302
    delivery.refresh_from_db()
    assert delivery.state == "due"
    assert delivery.next_at
    assert delivery.next_at <= clock.now()
    assert delivery.due_at > clock.now() - timedelta(minutes=1), "the tolerance counts from the decision"


@pytest.mark.parametrize("state", ["planned", "needs_person", "rejected", "expired", "needs_reconnect", "paused", "assisted"])
def test_a_person_gives_up(owner, space, state):
    delivery = a_delivery(space, state=state)
    assert act(owner, "cancel_delivery", delivery).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.state, delivery.next_at) == ("cancelled", None)


@pytest.mark.parametrize(
    ("name", "state"), [("retry_delivery", "published"), ("confirm_delivery", "submitting"), ("cancel_delivery", "submitting")]
)
def test_a_decision_that_comes_too_late_changes_nothing_and_says_so(owner, space, name, state):
    delivery = a_delivery(space, state=state)
    answer = act(owner, name, delivery)
    assert answer.status_code == 422
    assert "Nothing was changed" in answer.text
    delivery.refresh_from_db()
    assert delivery.state == state


def test_a_thread_in_the_middle_shows_how_much_is_out_and_may_stop_there(owner, space):
    delivery = a_delivery(space, state="rejected")
    in_parts(delivery, True, True, False, False)
    page = owner.get(reverse("delivery", args=[space.workspace.slug, delivery.pk])).text
    assert "2 of the 4 parts are out" in page
    assert "Nothing was published" not in page
    assert "Stop here" in page
    assert act(owner, "cancel_delivery", delivery).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason, delivery.remote_url) == ("published", "partly", "https://network.example/r0")
    assert "Out in part" in owner.get(reverse("delivery", args=[space.workspace.slug, delivery.pk])).text


def test_every_state_has_a_page(owner, space):
    for state in Delivery.State.values:
        delivery = a_delivery(space, state, state)
        in_parts(delivery, True, False)
        assert owner.get(reverse("delivery", args=[space.workspace.slug, delivery.pk])).status_code == 200


def test_words_of_a_network_are_shown_as_words(owner, space):
    delivery = a_delivery(space, state="rejected", detail="<script>alert(1)</script>")
    assert "<script>alert(1)" not in owner.get(reverse("delivery", args=[space.workspace.slug, delivery.pk])).text


# ── Pausing, and taking it back ──────────────────────────────────────────────────────────────────────────────────────
def test_everything_is_paused_and_the_message_takes_it_back(owner, brand, space):
    delivery = a_delivery(space, due_at=clock.now() + timedelta(hours=1))
    answer = owner.post(reverse("pause_publishing", args=[brand.slug]), {"reason": "Crisis"})
    delivery.refresh_from_db()
    assert (delivery.state, delivery.next_at) == ("paused", None)
    undo = reverse("resume_publishing", args=[brand.slug])
    assert undo in str([message.extra_tags for message in get_messages(answer.wsgi_request)])
    assert "Crisis" in owner.get(reverse("deliveries", args=[brand.slug])).text
    owner.post(undo)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.next_at) == ("planned", delivery.due_at)
    assert Pause.objects.get().lifted_by is not None


def test_one_space_is_paused_from_its_page_and_resumed_there(owner, brand, space):
    other = Space.objects.create(workspace=brand, network="double", name="Other", account_id="2")
    here, there = (a_delivery(each, due_at=clock.now() + timedelta(hours=1)) for each in (space, other))
    answer = owner.post(reverse("pause_space", args=[brand.slug, space.pk]), {"reason": "Hacked"})
    assert answer.url == reverse("space", args=[brand.slug, space.pk])
    assert [type(here).objects.get(pk=each.pk).state for each in (here, there)] == ["paused", "planned"]
    assert "Hacked" in owner.get(reverse("deliveries", args=[brand.slug])).text
    owner.post(reverse("resume_space", args=[brand.slug, space.pk]))
    here.refresh_from_db()
    assert (here.state, Pause.objects.get().lifted_by is not None) == ("planned", True)
    told = [sentence(event) for event in Event.objects.filter(verb__startswith="publishing.").order_by("pk")]
    assert told == [f"paused publishing on {space}", f"resumed publishing on {space}"]


def test_resuming_a_space_leaves_to_a_crisis_room_what_the_room_holds_back(owner, brand, space):
    delivery = a_delivery(space, due_at=clock.now() + timedelta(hours=1))
    Pause.objects.create(workspace=brand, space=space, holder="crisis:7", answers=False)
    for name in ("pause_space", "resume_space"):
        owner.post(reverse(name, args=[brand.slug, space.pk]))
    delivery.refresh_from_db()
    assert (delivery.state, Pause.objects.filter(lifted_at=None).get().holder) == ("paused", "crisis:7")


def test_a_second_pause_holds_nothing_more(owner, brand, space):
    a_delivery(space)
    for _time in range(2):
        owner.post(reverse("pause_publishing", args=[brand.slug]))
    assert Pause.objects.count() == 1
