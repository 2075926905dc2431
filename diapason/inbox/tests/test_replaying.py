import io

from django.core.management import call_command

from diapason.inbox.models import Conversation, Message
from diapason.inbox.reading import store
from diapason.inbox.tests.double import said


def replay(**options):
    out, err = io.StringIO(), io.StringIO()
    call_command("replay_messages", stdout=out, stderr=err, **options)
    return out.getvalue() + err.getvalue()


def test_a_mended_mapping_is_applied_to_what_was_read_before(space):
    store(space, "notifications", [said("m1", "bonjour", raw={"id": "m1", "text": "bonjour"}), said("m2", "autre", raw={"id": "m2"})])
    assert "2 read, 1 changed, 1 not understood" in replay(dry_run=True)
    assert Message.objects.get(remote_id="m1").text == "bonjour"
    assert "m2: KeyError('text')" in replay()
    message = Message.objects.get(remote_id="m1")
    assert (message.text, message.edited_at) == ("BONJOUR", None)
    assert Conversation.objects.get(messages=message).excerpt == "BONJOUR"
