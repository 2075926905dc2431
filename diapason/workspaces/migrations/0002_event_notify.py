"""Each event wakes those who watch the brand: PostgreSQL tells them when the transaction commits."""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION tell_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('events', json_build_object(
        'workspace', NEW.workspace_id, 'verb', NEW.verb, 'subject', NEW.subject, 'id', NEW.subject_id)::text);
    RETURN NULL;
END $$;
CREATE TRIGGER event_told AFTER INSERT ON workspaces_event FOR EACH ROW EXECUTE FUNCTION tell_event();
"""


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0001_initial")]
    operations = [migrations.RunSQL(TRIGGER, "DROP TRIGGER event_told ON workspaces_event; DROP FUNCTION tell_event()")]
