"""E-mail against a real SMTP server in this process, which can be down or refuse."""

import socket
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core.mail import mailers
from django.db import connection

from diapason.core import clock
from diapason.settings import mailer
from diapason.workspaces import mail, notices, urgent
from diapason.workspaces.mail import File
from diapason.workspaces.models import Mail, MailFile


class Box:
    """What the server accepted; `refuse` is said instead of accepting."""

    def __init__(self) -> None:
        self.messages: list[Any] = []
        self.refuse = ""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def port(settings):
    port = free_port()
    settings.MAILERS = {"default": mailer(f"smtp://127.0.0.1:{port}")}
    return port


@contextmanager
def server(port: int):
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def a_mail(person, **changes):
    return mail.send(person, "urgent", {"notifications": []}, **changes)


def test_a_message_is_delivered_once_with_both_forms_and_its_file(port, yanis):
    sent = mail.put(
        "yanis@example.com",
        "report",
        "Rapport d’été",
        {"text": "Bonjour\n", "html": "<p>Bonjour</p>"},
        files=[File("été.pdf", "application/pdf", b"%PDF-")],
    )
    with server(port) as box:
        assert mail.deliver(sent.pk)
        assert not mail.deliver(sent.pk)
    (message,) = box.messages
    assert (message["Subject"], message["To"]) == ("Rapport d’été", "yanis@example.com")
    assert message.get_body(("plain",)).get_content().strip() == "Bonjour"
    assert message.get_body(("html",)).get_content().strip() == "<p>Bonjour</p>"
    assert [(part.get_filename(), part.get_content()) for part in message.iter_attachments()] == [("été.pdf", b"%PDF-")]
    sent.refresh_from_db()
    assert sent.sent_at
    assert sent.content == {}
    assert not MailFile.objects.exists()


def test_a_server_that_is_down_loses_nothing(port, yanis):
    sent = a_mail(yanis)
    assert not mail.deliver(sent.pk)
    sent.refresh_from_db()
    assert (sent.tries, sent.sent_at, sent.failed_at, sent.problem) == (1, None, None, "The mail server does not answer.")
    with server(port) as box:
        assert not mail.deliver(sent.pk), "the wait is not over"
        with time_machine.travel(clock.now() + timedelta(minutes=2)):
            assert mail.deliver(sent.pk)
    assert len(box.messages) == 1


def test_after_a_day_of_tries_the_failure_is_kept_and_said(port, yanis):
    sent = a_mail(yanis)
    moment = clock.now()
    for _ in range(len(mail.WAITS) + 1):
        with time_machine.travel(moment, tick=False):
            mail.deliver(sent.pk)
        moment += timedelta(hours=9)
    sent.refresh_from_db()
    assert sent.failed_at
    assert sent.next_at is None
    assert sent.tries == len(mail.WAITS) + 1


def test_an_address_that_the_server_refuses_is_not_tried_for_ever(port, yanis):
    sent = a_mail(yanis)
    with server(port) as box:
        box.refuse = "550 no such mailbox"
        mail.deliver(sent.pk)
    sent.refresh_from_db()
    assert sent.failed_at
    assert "550 no such mailbox" in sent.error


def test_a_server_that_is_busy_is_asked_again(port, yanis):
    sent = a_mail(yanis)
    with server(port) as box:
        box.refuse = "451 come back later"
        mail.deliver(sent.pk)
    sent.refresh_from_db()
    assert sent.failed_at is None
    assert sent.next_at > clock.now()


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_a_message_once(port, yanis):
    sent = a_mail(yanis)

    def work() -> None:
        try:
            mail.deliver(sent.pk)
        finally:
            connection.close()

    with server(port) as box:
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        time.sleep(0.05)
    assert len(box.messages) == 1


def test_a_message_whose_worker_was_killed_is_taken_over_after_the_lease(port, yanis):
    sent = a_mail(yanis)
    assert mail.claim(sent.pk)
    with server(port) as box:
        assert not mail.deliver(sent.pk)
        with time_machine.travel(clock.now() + mail.LEASE):
            assert mail.deliver(sent.pk)
    assert len(box.messages) == 1


def test_a_message_is_not_sent_when_its_cause_is_rolled_back(yanis):
    from django.db import transaction

    def change() -> None:
        with transaction.atomic():
            a_mail(yanis)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    assert not Mail.objects.exists()


def test_a_name_cannot_add_a_header(port, yanis):
    sent = mail.put("yanis@example.com", "x", "Hello\nBcc: olga@example.com".partition("\n")[0], {"text": "."})
    with server(port) as box:
        mail.deliver(sent.pk)
    assert box.messages[0]["Bcc"] is None


# ── Urgent notices ───────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def told(brand, camille):
    notices.declare("test.urgent", "“%(title)s” did not leave", urgent=True)
    notices.declare("test.calm", "Nothing presses")
    notices.tell(brand, [camille], "test.urgent", title="Six places", url="/w/maison-lumen/")
    notices.tell(brand, [camille], "test.calm")
    yield
    notices._declared.pop("test.urgent")
    notices._declared.pop("test.calm")


def after(**wait):
    return time_machine.travel(clock.now() + timedelta(**wait))


def test_an_urgent_notice_that_nobody_reads_leaves_by_e_mail_once(told):
    assert urgent.send_unread() == 0
    with after(minutes=3):
        assert urgent.send_unread() == 1
        assert urgent.send_unread() == 0
    sent = Mail.objects.get()
    assert (sent.to, sent.subject) == ("camille@example.com", "“Six places” did not leave")
    assert "http://localhost:8000/w/maison-lumen/" in sent.content["text"]


def test_several_urgent_notices_make_one_message(told, brand, camille):
    notices.tell(brand, [camille], "test.urgent", title="Another <b>")
    with after(minutes=3):
        assert urgent.send_unread() == 1
    sent = Mail.objects.get()
    assert sent.subject == "Maison Lumen: 2 matters cannot wait"
    assert "Another <b>" in sent.content["text"]
    assert "Another &lt;b&gt;" in sent.content["html"]


def test_what_was_read_or_is_old_news_or_unwanted_stays(told, camille):
    with after(days=2):
        assert urgent.send_unread() == 0
    camille.email_notices = False
    camille.save()
    with after(minutes=3):
        assert urgent.send_unread() == 0
    camille.email_notices = True
    camille.save()
    camille.notifications.update(read_at=clock.now())
    with after(minutes=3):
        assert urgent.send_unread() == 0


def test_a_configured_mailer_is_smtp(port):
    assert type(mailers["default"]).__module__.endswith("smtp")
