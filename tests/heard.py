"""Mentions and their sums, which no model knows: what empties the other tables leaves them, under numbers that other brands are given.
`listening_level` stays: migrations fill it."""

FORGET = """
DO $$ BEGIN EXECUTE (
    SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') || ' CASCADE'
    FROM pg_tables WHERE schemaname = current_schema() AND starts_with(tablename, 'listening_') AND tablename <> 'listening_level'
); END $$
"""
