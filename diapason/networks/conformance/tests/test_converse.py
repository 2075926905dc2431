"""What comes back from readers, and what it counted."""

from diapason.networks.base.content import Kind
from diapason.networks.conformance.bench import OTHER


async def everything(bench, cursors=None):
    """All that waits, from every stream, and where each stream stands."""
    found, cursors = [], dict(cursors or {})
    for stream in bench.network.converse.STREAMS:
        for _ in range(20):
            batch = await bench.network.converse.read(bench.connection, stream, cursors.get(stream, ""))
            found += batch.messages
            cursors[stream] = batch.cursor
            if not batch.more:
                break
    return found, cursors


def our_post(bench):
    return next(post for post in bench.fake.published() if not post.parent)


async def test_a_reply_is_read_with_its_author_and_its_thread(conversing):
    sent = await conversing.send()
    conversing.fake.react(our_post(conversing).id, "reply", OTHER, "Quelle belle lampe 😍")
    messages, _ = await everything(conversing)
    reply = next(message for message in messages if "Quelle belle lampe 😍" in message.text)
    assert OTHER in reply.author.handle.lower() or OTHER in reply.author.name.lower()
    assert reply.author.remote_id
    assert not reply.ours
    assert reply.kind is Kind.COMMENT
    assert reply.subject_id == sent[-1].remote_id
    assert reply.sent_at.tzinfo is not None
    assert reply.thread_id


async def test_reading_goes_on_where_it_stopped_and_reading_again_is_harmless(conversing):
    await conversing.send()
    post = our_post(conversing)
    conversing.fake.react(post.id, "reply", OTHER, "Un")
    first, cursors = await everything(conversing)
    conversing.fake.react(post.id, "reply", "yanis", "Deux")
    second, _ = await everything(conversing, cursors)
    assert any("Deux" in message.text for message in second)
    again, _ = await everything(conversing)
    known = {message.remote_id: message.text for message in [*first, *second]}
    assert {message.remote_id: message.text for message in again} == known


async def test_nothing_new_brings_nothing(conversing):
    await conversing.send()
    conversing.fake.react(our_post(conversing).id, "reply", OTHER, "Un")
    _, cursors = await everything(conversing)
    messages, after = await everything(conversing, cursors)
    assert messages == []
    assert after == cursors


async def test_many_replies_are_all_read_page_after_page(conversing):
    await conversing.send()
    post = our_post(conversing)
    conversing.fake.react(post.id, "reply", OTHER, "Avant")
    _, cursors = await everything(conversing)
    for number in range(130):
        conversing.fake.react(post.id, "reply", f"lecteur{number}", f"Message numéro {number}.")
    messages, _ = await everything(conversing, cursors)
    read = " ".join(message.text for message in messages)
    assert [number for number in range(130) if f"Message numéro {number}." not in read] == []


async def test_replies_to_one_post_are_one_conversation_each_with_the_post_as_subject(conversing):
    await conversing.send()
    post = our_post(conversing)
    for person in (OTHER, "yanis"):
        conversing.fake.react(post.id, "reply", person, f"De {person}")
    messages, _ = await everything(conversing)
    assert len({message.subject_id for message in messages}) == 1


async def test_our_own_answer_is_recognised(conversing):
    from diapason.networks.base.content import ReplyTo

    await conversing.send()
    conversing.fake.react(our_post(conversing).id, "reply", OTHER, "Une question")
    messages, _ = await everything(conversing)
    asked = next(message for message in messages if "Une question" in message.text)
    reply = ReplyTo(asked.remote_id, asked.thread_id, asked.author.handle, asked.data)
    await conversing.send(conversing.content("Notre réponse", reply_to=reply))
    answer = conversing.fake.published()[-1]
    conversing.fake.react(answer.id, "reply", OTHER, "Merci bien")
    messages, _ = await everything(conversing)
    thanks = next(message for message in messages if "Merci bien" in message.text)
    ours = next(message for message in messages if "Notre réponse" in message.text)
    assert ours.ours
    assert thanks.thread_id == asked.thread_id == ours.thread_id
    assert thanks.parent_id == ours.remote_id


async def test_figures_are_those_of_the_network(measuring):
    insights = measuring.network.insights
    sent = await measuring.send()
    for person in ("un", "deux", "trois"):
        measuring.fake.react(our_post(measuring).id, "like", person)
    measuring.fake.react(our_post(measuring).id, "reply", OTHER, "Bravo")
    shown = sent[-1].remote_id
    figures = {figure.metric: figure.value for figure in (await insights.posts(measuring.connection, [shown]))[shown]}
    assert set(figures) <= set(insights.POST_METRICS)
    if "likes" in insights.POST_METRICS:
        assert figures["likes"] == 3
    if "comments" in insights.POST_METRICS:
        assert figures["comments"] == 1


async def test_a_post_that_is_gone_has_no_figures(measuring):
    sent = (await measuring.send())[-1].remote_id
    await measuring.network.publish.delete(measuring.connection, sent)
    assert await measuring.network.insights.posts(measuring.connection, [sent]) == {}


async def test_many_posts_are_measured(measuring):
    ids = [(await measuring.send(measuring.content(f"Numéro {number}")))[-1].remote_id for number in range(30)]
    assert set(await measuring.network.insights.posts(measuring.connection, ids)) == set(ids)


async def test_figures_of_the_account_name_their_source(measuring):
    figures = await measuring.network.insights.account(measuring.connection)
    assert {figure.metric for figure in figures} <= set(measuring.network.insights.ACCOUNT_METRICS)
    assert all(figure.source for figure in figures)
