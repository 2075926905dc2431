"""What reaches the inbox is heard: all of it, once, and not of those who asked to be forgotten."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from diapason.community import privacy
from diapason.community.models import Contact
from diapason.inbox import reading as inbox_reading
from diapason.inbox.models import Message
from diapason.inbox.tests.double import JULIE, THEO, ours, said
from diapason.listening.models import Source
from diapason.listening.sources import hearing, inbox, reading
from diapason.listening.sources.tests.conftest import heard
from diapason.networks.base.content import Kind
from diapason.workspaces.members import member_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def source(brand, space) -> Source:
    inbox.ensure()
    return Source.objects.get(workspace=brand, kind=Source.Kind.INBOX)


def receive(space, *messages) -> None:
    inbox_reading.store(space, "notifications", messages)


def begun(source: Source) -> Source:
    held = reading.begin(source.pk)
    assert held
    return held


def apart(work: Callable[[], object]) -> threading.Thread:
    """In a thread with a connection of its own."""

    def done() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=done)
    thread.start()
    return thread


def listen(source: Source) -> None:
    Source.objects.update(next_at="2020-01-01T00:00:00Z")
    held = begun(source)
    while inbox.read(held, reading.keep):
        pass
    reading.leave(held)


def texts(brand) -> list[str]:
    return sorted(mention.text for mention in heard(brand))


def test_every_brand_listens_to_its_inbox_once_even_where_it_was_removed(brand, source):
    inbox.ensure()
    Source.objects.update(removed_at="2026-01-01T00:00:00Z")
    inbox.ensure()
    assert Source.objects.filter(kind=Source.Kind.INBOX).count() == 1


def test_what_was_received_is_heard_and_what_we_said_is_not(brand, space, source):
    receive(space, said("1", "Ma lampe est cassée", url="https://radio.example/1"), ours("2", "Merci", minutes=1))
    listen(source)
    [mention] = heard(brand)
    assert (mention.text, mention.kind, mention.space) == ("Ma lampe est cassée", "comment", space.pk)
    assert (mention.key, mention.author, mention.followers) == ("radio:radio.example.com/1", f"radio:{JULIE.remote_id}", JULIE.followers)
    assert mention.facts["space"] == [space.name]
    receive(space, said("3", "Elle marche", by=THEO, minutes=2))
    listen(source)
    assert texts(brand) == ["Elle marche", "Ma lampe est cassée"]


def test_what_was_written_in_private_stays_in_the_inbox(brand, space, source):
    receive(space, said("1", "Mon adresse est 3 rue Haute", kind=Kind.MESSAGE), said("2", "Bonjour", minutes=1))
    listen(source)
    assert texts(brand) == ["Bonjour"]


def test_more_than_one_page_is_read_page_by_page(brand, space, source, monkeypatch):
    monkeypatch.setattr(inbox, "AT_ONCE", 2)
    receive(space, *(said(str(number), f"Bonjour {number}", minutes=number) for number in range(5)))
    listen(source)
    assert len(heard(brand)) == 5


def test_a_post_that_a_stream_heard_before_is_not_heard_again(brand, space, source, radio, source_at, page):
    stream = source_at("https://radio.example.com/stream")
    held = begun(stream)
    reading.keep(held, [hearing.mention(held, said("1"), radio, base_url="https://radio.example.com/x")], "1")
    receive(space, said("1"), said("2", "Autre"))
    listen(source)
    assert texts(brand) == ["Autre", "Bonjour"]


def test_a_message_whose_transaction_ends_late_is_not_missed(brand, space, source):
    """It was given a lower id than one that is seen before it."""
    written, may_end = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            receive(space, said("1", "Tard"))
            written.set()
            may_end.wait(10)

    slow = apart(late)
    assert written.wait(10)
    other = type(space).objects.create(workspace=brand, network="radio", name="B", account_id="u-b", base_url="https://b.example")
    receive(other, said("2", "Tôt", by=THEO))
    assert Message.objects.count() == 1  # the later one is seen, the earlier one not yet
    reader = apart(lambda: listen(source))
    reader.join(0.5)
    assert reader.is_alive()  # it waits for its turn in the space of the late one
    may_end.set()
    slow.join(10)
    reader.join(10)
    assert texts(brand) == ["Tard", "Tôt"]


@pytest.fixture
def forget(camille, brand):
    def erase() -> None:
        privacy.erase(member_of(camille, brand.slug), Contact.objects.get(identities__remote_id=JULIE.remote_id))

    return erase


def test_a_person_who_is_forgotten_is_forgotten_here_too_and_does_not_come_back(brand, space, source, forget):
    receive(space, said("1", "Ma lampe est cassée"), said("2", "Bravo", by=THEO, minutes=1))
    listen(source)
    forget()
    assert texts(brand) == ["Bravo"]
    Source.objects.update(cursor="")
    listen(source)
    receive(space, said("1", "Ma lampe est cassée"))
    listen(source)
    assert texts(brand) == ["Bravo"]


def test_a_person_forgotten_before_the_reading_is_never_heard(brand, space, source, forget):
    receive(space, said("1", "Ma lampe est cassée"))
    forget()
    listen(source)
    assert texts(brand) == []


def test_a_person_is_given_what_was_heard_of_them(brand, space, source, camille):
    receive(space, said("1", "Ma lampe est cassée", url="https://radio.example/1"), said("2", "Bravo", by=THEO, minutes=1))
    listen(source)
    contact = Contact.objects.get(identities__remote_id=JULIE.remote_id)
    [told] = privacy.export(member_of(camille, brand.slug), contact)["mentions"]
    assert (told["text"], told["address"]) == ("Ma lampe est cassée", "https://radio.example/1")


def test_who_is_forgotten_waits_for_a_reading_that_has_their_words_in_hand(brand, space, source, forget):
    receive(space, said("1", "Ma lampe est cassée"))
    reads, may_keep = threading.Event(), threading.Event()

    def keep(*args, **more):
        reads.set()
        may_keep.wait(10)
        return reading.keep(*args, **more)

    held = begun(source)
    reader = apart(lambda: inbox.read(held, keep))
    assert reads.wait(10)
    eraser = apart(forget)
    eraser.join(0.5)
    assert eraser.is_alive()
    may_keep.set()
    reader.join(10)
    eraser.join(10)
    assert texts(brand) == []
