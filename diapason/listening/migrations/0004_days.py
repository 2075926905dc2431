"""Mentions of each day of the brand, by tone: charts of weeks and months read them."""

from django.db import migrations

DAYS = """
CREATE TABLE listening_day (
    wording_id bigint NOT NULL,
    day date NOT NULL,
    sentiment smallint,
    mentions integer NOT NULL,
    reach bigint NOT NULL,
    UNIQUE NULLS NOT DISTINCT (wording_id, day, sentiment)
);
"""


class Migration(migrations.Migration):
    dependencies = [("listening", "0003_sources")]
    operations = [migrations.RunSQL(DAYS, "DROP TABLE listening_day")]
