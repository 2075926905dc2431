import pickle

import pytest
from cryptography.fernet import Fernet
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import connection

from diapason.core import crypto, reencryption
from diapason.core.crypto import CannotDecrypt, Sealed
from diapason.workspaces.models import Mail

SECRET = "hunter2-very-secret"


@pytest.fixture
def mail(db):
    return Mail.objects.create(to="nora@example.com", template="x", subject="x", content=Sealed(text=SECRET))


def stored(mail) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM workspaces_mail WHERE id = %s", [mail.pk])
        return str(cursor.fetchone()[0])


def test_a_secret_is_never_shown(mail):
    mail.refresh_from_db()
    assert mail.content["text"] == SECRET
    for shown in (repr(mail.content), str(mail.content), f"{mail.content}", "%s" % mail.content, repr({"a": mail.content})):  # noqa: UP031
        assert SECRET not in shown
        assert "text" in shown


def test_a_secret_is_not_stored_in_the_clear(mail):
    assert SECRET not in stored(mail)


def test_secrets_are_not_serialised(mail):
    with pytest.raises(TypeError):
        serializers.serialize("json", [mail])


def test_a_secret_without_its_key_says_which_setting_is_wrong(mail, settings):
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CannotDecrypt, match="DIAPASON_ENCRYPTION_KEYS"):
        mail.refresh_from_db()


def test_rotation_writes_everything_with_the_newest_key(mail, settings, capsys):
    old, new = settings.ENCRYPTION_KEYS[0], Fernet.generate_key().decode()
    empty = Mail.objects.create(to="x@example.com", template="x", subject="x")
    settings.ENCRYPTION_KEYS = [new, old]
    call_command("rotate_keys")
    assert "workspaces.Mail.content: 1 written with the newest key" in capsys.readouterr().out
    settings.ENCRYPTION_KEYS = [new]
    mail.refresh_from_db()
    empty.refresh_from_db()
    assert (mail.content["text"], dict(empty.content)) == (SECRET, {})


def test_rotation_can_be_run_again_and_then_changes_nothing(mail, settings):
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.ENCRYPTION_KEYS]
    field = Mail._meta.get_field("content")
    assert reencryption.rotate(Mail, field) == 1
    before = stored(mail)
    assert reencryption.rotate(Mail, field) == 0
    assert stored(mail) == before


def test_rotation_goes_through_more_rows_than_a_batch(mail, settings, monkeypatch):
    monkeypatch.setattr(reencryption, "BATCH", 2)
    for number in range(6):
        Mail.objects.create(to=f"{number}@example.com", template="x", subject="x", content=Sealed(text=SECRET))
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.ENCRYPTION_KEYS]
    assert reencryption.rotate(Mail, Mail._meta.get_field("content")) == 7


def test_rotation_without_the_old_key_stops_and_changes_nothing(mail, settings):
    before = stored(mail)
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match=r"workspaces\.Mail\.content"):
        call_command("rotate_keys")
    assert stored(mail) == before


def test_every_sealed_field_of_the_models_is_found():
    found = {f"{model._meta.label}.{field.name}" for model, field in reencryption.sealed_fields()}
    assert {"territory.Space.credentials", "editorial.CalendarFeed.token", "workspaces.Mail.content"} <= found


def test_pickling_is_no_way_around_the_repr():
    assert "Sealed(token)" in repr(pickle.loads(pickle.dumps({"a": Sealed(token=SECRET)})))  # noqa: S301 - ours


def test_two_encryptions_of_one_text_differ():
    assert crypto.encrypt("x") != crypto.encrypt("x")
