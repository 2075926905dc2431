"""The words of a message, in French and in English, accents folded.

One text configuration for each language, with `unaccent` before the stemmer, so that the database can also show where
it found a word; and `inbox_plain` for words as they are written (names, prefixes).
"""

from django.db import migrations

CONFIGURATIONS = """
CREATE TEXT SEARCH CONFIGURATION public.inbox_fr (COPY = pg_catalog.french);
ALTER TEXT SEARCH CONFIGURATION public.inbox_fr ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, french_stem;
CREATE TEXT SEARCH CONFIGURATION public.inbox_en (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION public.inbox_en ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, english_stem;
CREATE TEXT SEARCH CONFIGURATION public.inbox_plain (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION public.inbox_plain ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, simple;

CREATE FUNCTION public.inbox_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('public.inbox_fr'::regconfig, left($1, 20000))
    || to_tsvector('public.inbox_en'::regconfig, left($1, 20000))
    || to_tsvector('public.inbox_plain'::regconfig, left($1, 20000));
"""

GONE = """
DROP FUNCTION public.inbox_words(text);
DROP TEXT SEARCH CONFIGURATION public.inbox_plain;
DROP TEXT SEARCH CONFIGURATION public.inbox_en;
DROP TEXT SEARCH CONFIGURATION public.inbox_fr;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(CONFIGURATIONS, GONE)]
