"""The tables of mentions.

Who said what is in `listening_mention`, by month. `listening_heard` knows the moment of each mention that is kept: a source that
changes the date of an item brings the same item. `listening_filed` says which wordings find it. `listening_volume`, `listening_brought`
and `listening_tally` are sums, which charts read; what `listening_tally` has still to add waits in `listening_counted`.
"""

from django.db import migrations

TABLES = """
CREATE TABLE listening_heard (
    id bigint PRIMARY KEY,
    said_at timestamptz NOT NULL
);

CREATE TABLE listening_mention (
    id bigint NOT NULL,
    workspace_id bigint NOT NULL,
    source_id bigint NOT NULL,
    key text NOT NULL,
    said_at timestamptz NOT NULL,
    heard_at timestamptz NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    text text NOT NULL,
    url text NOT NULL,
    language text NOT NULL,
    country text NOT NULL,
    author text NOT NULL,
    author_name text NOT NULL,
    author_handle text NOT NULL,
    followers bigint,
    space_id bigint,
    has text[] NOT NULL,
    sentiment smallint,
    confidence real,
    intent text NOT NULL,
    family bigint NOT NULL,
    data jsonb NOT NULL,
    lexemes tsvector NOT NULL,
    PRIMARY KEY (id, said_at)
) PARTITION BY RANGE (said_at);
CREATE INDEX listening_mention_latest ON listening_mention (workspace_id, said_at DESC, id DESC);
CREATE INDEX listening_mention_lexemes ON listening_mention USING gin (workspace_id, lexemes);

CREATE TABLE listening_filed (
    wording_id bigint NOT NULL,
    said_at timestamptz NOT NULL,
    mention_id bigint NOT NULL,
    sentiment smallint,
    PRIMARY KEY (wording_id, said_at, mention_id)
) PARTITION BY RANGE (said_at);

CREATE TABLE listening_volume (
    wording_id bigint NOT NULL,
    hour timestamptz NOT NULL,
    sentiment smallint,
    mentions integer NOT NULL,
    reach bigint NOT NULL,
    UNIQUE NULLS NOT DISTINCT (wording_id, hour, sentiment)
);

CREATE TABLE listening_brought (
    source_id bigint NOT NULL,
    hour timestamptz NOT NULL,
    mentions integer NOT NULL,
    PRIMARY KEY (source_id, hour)
);

CREATE TABLE listening_tally (
    wording_id bigint NOT NULL,
    what text NOT NULL,
    day date NOT NULL,
    value text NOT NULL,
    mentions integer NOT NULL,
    reach bigint NOT NULL,
    negative integer NOT NULL,
    positive integer NOT NULL,
    PRIMARY KEY (wording_id, what, day, value) INCLUDE (mentions, reach, negative, positive)
);

CREATE TABLE listening_counted (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lines jsonb NOT NULL
);
"""

GONE = """
DROP TABLE listening_counted, listening_tally, listening_brought, listening_volume, listening_filed, listening_mention, listening_heard;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial"), ("listening", "0001_queries_and_sources")]  # core brings btree_gin
    operations = [migrations.RunSQL(TABLES, GONE)]
