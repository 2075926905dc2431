"""The same exchange on each network that converses, against its fake: read, answered, and seen back once."""

import uuid

import pytest
from asgiref.sync import sync_to_async
from django.db.models import Q

from diapason.core import clock
from diapason.inbox import answering, replaying, settling
from diapason.inbox.models import Conversation, Message
from diapason.inbox.reading import store
from diapason.networks.base import registry
from diapason.networks.conformance.bench import OTHER, bench_of, has_fake
from diapason.publishing.models import Delivery
from diapason.territory.models import Space
from diapason.workspaces.members import member_of

EVERY = [network for network in registry.networks().values() if network.can("converse") and network.can("publish") and has_fake(network)]


async def read_all(bench, space):
    for stream in bench.network.converse.STREAMS:
        batch = await bench.network.converse.read(bench.connection, stream, "")
        await sync_to_async(store)(space, stream, batch.messages)


async def carry(bench, delivery):
    """What the engine does with a delivery, without its workers."""
    steps = bench.network.publish.plan(delivery.what, str(delivery.key))
    done = await bench.perform(steps)

    def end():
        for number, (step, result) in enumerate(zip(steps, done, strict=True)):
            kept = {"remote_id": result.remote_id, "url": result.url, "data": result.data}
            delivery.steps.create(position=number, kind=step.kind, spec={}, repeat=step.repeat, publishes=step.publishes, result=kept)
        shown = next(result for step, result in zip(steps, done, strict=True) if step.publishes)
        Delivery.objects.filter(pk=delivery.pk).update(
            state="published", remote_id=shown.remote_id, remote_url=shown.url, published_at=clock.now()
        )

    await sync_to_async(end)()


def space_of(brand, bench) -> Space:
    connection = bench.connection
    return Space.objects.create(
        workspace=brand,
        network=bench.network.slug,
        name="Lumen",
        account_id=connection.account_id,
        base_url=connection.base_url,
        handle=connection.handle,
        declared=connection.declared,
    )


def post_of(space, content) -> Delivery:
    return Delivery.objects.create(workspace=space.workspace, space=space, content=content.as_json(), due_at=clock.now(), key=uuid.uuid4())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("network", EVERY, ids=[network.slug for network in EVERY])
async def test_a_comment_is_read_answered_and_our_answer_seen_back_is_one_message(network, brand, yanis):
    member = await sync_to_async(member_of)(yanis, "maison-lumen")
    async with bench_of(network) as bench:
        space = await sync_to_async(space_of)(brand, bench)
        post = await sync_to_async(post_of)(space, bench.content("La lampe Aube"))
        await carry(bench, post)
        bench.fake.react(next(each for each in bench.fake.published() if not each.parent).id, "reply", OTHER, "Quelle belle lampe")
        await read_all(bench, space)
        conversation = await Conversation.objects.select_related("space", "identity", "delivery").aget()
        assert (conversation.status, conversation.delivery) == ("open", post)
        assert conversation.excerpt.endswith("Quelle belle lampe")  # some networks put our name before it

        delivery = await sync_to_async(answering.reply)(member, conversation, "Merci Olga !")
        await carry(bench, delivery)
        await read_all(bench, space)
        await read_all(bench, space)
        await sync_to_async(settling.settle)()

        ours = [message async for message in Message.objects.filter(direction="out")]
        assert len(ours) == 1
        assert (ours[0].outcome, ours[0].text) == ("sent", "Merci Olga !")
        assert ours[0].remote_id
        assert await Conversation.objects.acount() == 1
        await conversation.arefresh_from_db()
        assert (conversation.status, conversation.messages_count) == ("waiting", 2)

        if await sync_to_async(replaying.mapping)(space):
            again = await sync_to_async(replaying.replay)(space)
            assert (again.changed, again.failed) == (0, {})
            assert again.read == await Message.objects.filter(Q(delivery=None)).acount()
