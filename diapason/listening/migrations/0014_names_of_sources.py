"""What Diapason itself had named, in the language of whoever added it, is called by what it is in that of the reader."""

from django.db import migrations
from django.db.models import F, Q

EVERYTHING = ("All that is said · ", "Tout ce qui se dit · ")
INBOX = ("Inbox", "Boîte de réception")


def unname(apps, schema_editor):
    sources = apps.get_model("listening", "Source").objects
    sources.filter(kind="inbox", name__in=INBOX).update(name="")
    named = Q(words__startswith="#", name__startswith=F("words"))
    for beginning in EVERYTHING:
        named |= Q(name__startswith=beginning)
    sources.filter(named, kind="stream").update(name="")


class Migration(migrations.Migration):
    dependencies = [("listening", "0013_assigning_rules")]

    operations = [migrations.RunPython(unname, migrations.RunPython.noop)]
