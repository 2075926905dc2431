"""What waits in PostgreSQL for ClickHouse, where mentions are kept there, and moves from one engine to the other.

`listening_queued` holds lines for ClickHouse, or an act of forgetting. `listening_level` says which writings of sums are true: those with
a number after `folded` and up to `acked` that are not `refused`. `attempt` is being written.
`listening_amended` is what mentions that ClickHouse holds became since. `listening_move`: `place` says how far a step came; the last move that is done says where mentions are.
"""

from django.db import migrations

TABLES = """
CREATE TABLE listening_queued (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    mentions text NOT NULL DEFAULT '',
    filed text NOT NULL DEFAULT '',
    lines jsonb,
    act jsonb
);
CREATE TABLE listening_amended (
    id bigint PRIMARY KEY,
    known jsonb NOT NULL
);
CREATE INDEX listening_queued_act ON listening_queued (id) WHERE act IS NOT NULL;
CREATE SEQUENCE listening_attempt;
CREATE TABLE listening_level (
    level smallint PRIMARY KEY,
    acked bigint NOT NULL DEFAULT 0,
    folded bigint NOT NULL DEFAULT 0,
    waiting integer NOT NULL DEFAULT 0,
    dropped bigint NOT NULL DEFAULT 0,
    folded_at timestamptz,
    attempt bigint,
    refused bigint[] NOT NULL DEFAULT '{}'
);
INSERT INTO listening_level (level) VALUES (0), (1), (2);
CREATE TABLE listening_move (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    towards text NOT NULL,
    step text NOT NULL,
    place jsonb,
    moved bigint NOT NULL DEFAULT 0,
    begun_at timestamptz NOT NULL DEFAULT now(),
    done_at timestamptz
);
CREATE UNIQUE INDEX listening_one_move ON listening_move ((true)) WHERE done_at IS NULL;
"""

GONE = "DROP TABLE listening_move, listening_amended, listening_level, listening_queued; DROP SEQUENCE listening_attempt;"


class Migration(migrations.Migration):
    dependencies = [("listening", "0008_reading")]
    operations = [migrations.RunSQL(TABLES, GONE)]
