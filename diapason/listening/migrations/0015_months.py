"""Words, authors and the like of months that are over: charts of a year read them instead of days. `listening_month` says whose months
are added up; lines of others are left over from before their days changed, and are not read."""

from django.db import migrations

MONTHS = """
CREATE TABLE listening_month (
    wording_id bigint NOT NULL,
    what text NOT NULL,
    month date NOT NULL,
    PRIMARY KEY (wording_id, what, month)
);

CREATE TABLE listening_month_tally (
    wording_id bigint NOT NULL,
    what text NOT NULL,
    month date NOT NULL,
    value text NOT NULL,
    mentions integer NOT NULL,
    reach bigint NOT NULL,
    negative integer NOT NULL,
    positive integer NOT NULL,
    PRIMARY KEY (wording_id, what, month, value) INCLUDE (mentions, reach, negative, positive)
);
"""


class Migration(migrations.Migration):
    dependencies = [("listening", "0014_names_of_sources")]
    operations = [migrations.RunSQL(MONTHS, "DROP TABLE listening_month, listening_month_tally")]
