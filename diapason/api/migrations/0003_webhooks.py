"""Webhooks out. The database itself writes the message beside the event, whoever writes the event and however."""

import diapason.core.crypto
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

# An event that an endpoint of the brand wants becomes a message to it, in the transaction of the event: nothing can be
# lost between the two. What it says is written before it is first sent (diapason/api/webhooks/payloads.py).
TRIGGER = """
CREATE FUNCTION note_webhooks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO api_webhookmessage (workspace_id, endpoint_id, event_id, key, type, body, state, tries, created_at, next_at)
    SELECT NEW.workspace_id, id, NEW.id, gen_random_uuid(), routes ->> NEW.verb, '', 'waiting', 0, now(), now()
    FROM api_webhookendpoint
    WHERE workspace_id = NEW.workspace_id AND state = 'active' AND removed_at IS NULL AND routes ? NEW.verb;
    RETURN NULL;
END $$;
CREATE TRIGGER event_for_webhooks AFTER INSERT ON workspaces_event FOR EACH ROW EXECUTE FUNCTION note_webhooks();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('api', '0002_answers'),
        ('workspaces', '0003_mail_and_filters'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WebhookEndpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=1000, verbose_name='Address')),
                ('description', models.CharField(max_length=80, verbose_name='Name')),
                ('types', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), verbose_name='Events')),
                ('routes', models.JSONField(default=dict)),
                ('secrets', diapason.core.crypto.SealedField(default='')),
                ('former_until', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('active', 'Active'), ('paused', 'Paused'), ('disabled', 'Switched off')], default='active', max_length=8)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('failing_since', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to='workspaces.workspace')),
            ],
        ),
        migrations.CreateModel(
            name='WebhookMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('type', models.CharField(max_length=60)),
                ('body', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sending', 'Being sent'), ('delivered', 'Delivered'), ('failed', 'Given up')], default='waiting', max_length=9)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('attempt', models.BigIntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('next_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('endpoint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='api.webhookendpoint')),
                ('event', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workspaces.event')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
        ),
        migrations.CreateModel(
            name='WebhookAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('milliseconds', models.PositiveIntegerField(blank=True, null=True)),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('error', models.CharField(blank=True, max_length=20)),
                ('answer', models.TextField(blank=True)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='api.webhookmessage')),
            ],
        ),
        migrations.AddIndex(
            model_name='webhookendpoint',
            index=models.Index(condition=models.Q(('removed_at', None), ('state', 'active')), fields=['workspace'], name='webhooks_that_listen'),
        ),
        migrations.AddIndex(
            model_name='webhookmessage',
            index=models.Index(condition=models.Q(('next_at__isnull', False)), fields=['endpoint', 'next_at'], name='webhook_queue'),
        ),
        migrations.AddIndex(
            model_name='webhookmessage',
            index=models.Index(fields=['workspace', '-id'], name='webhook_log'),
        ),
        migrations.AddIndex(
            model_name='webhookmessage',
            index=models.Index(fields=['created_at'], name='webhook_log_by_age'),
        ),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER event_for_webhooks ON workspaces_event; DROP FUNCTION note_webhooks()"),
    ]
