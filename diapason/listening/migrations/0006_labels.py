"""What is decided of mentions: labels, and that they are ignored. `day`: for which a mention was counted, so that it can be taken away from
it again though the brand's zone has changed."""

from django.db import migrations

COLUMNS = """
ALTER TABLE listening_mention ADD COLUMN labels text[] NOT NULL DEFAULT '{}', ADD COLUMN ignored boolean NOT NULL DEFAULT false;
ALTER TABLE listening_filed ADD COLUMN ignored boolean NOT NULL DEFAULT false, ADD COLUMN day date;
"""
GONE = """
ALTER TABLE listening_mention DROP COLUMN labels, DROP COLUMN ignored;
ALTER TABLE listening_filed DROP COLUMN ignored, DROP COLUMN day;
"""


class Migration(migrations.Migration):
    dependencies = [("listening", "0005_searches")]
    operations = [migrations.RunSQL(COLUMNS, GONE)]
