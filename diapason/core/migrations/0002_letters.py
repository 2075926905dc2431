"""What text is looked for in: words alone, without accents nor case, each after a space."""

from django.db import migrations

LETTERS = """
CREATE FUNCTION public.letters(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT regexp_replace(' ' || public.unaccent('public.unaccent', lower($1)), '[^[:alnum:]]+', ' ', 'g') $$;
CREATE FUNCTION public.letters(title text, body text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT public.letters(title) || '|' || public.letters(body) $$;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(LETTERS, "DROP FUNCTION public.letters(text, text); DROP FUNCTION public.letters(text)")]
