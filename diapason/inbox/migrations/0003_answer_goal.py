import diapason.inbox.models.goal
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


# Seconds of work since a Monday long ago, at a moment in the brand's own time (`inbox.goals.Goal.worked` is the same sum).
WORKED = """
CREATE FUNCTION public.inbox_worked(at timestamp, opens integer, closes integer, days integer[]) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    floor((extract(epoch FROM date_trunc('week', at)) - 345600) / 604800) * cardinality(days)
    + (SELECT count(*) FROM unnest(days) AS each(day) WHERE each.day < extract(isodow FROM at))
) * (closes - opens)
+ CASE WHEN extract(isodow FROM at)::integer = ANY(days)
       THEN least(greatest(extract(epoch FROM at::time) - opens, 0), closes - opens) ELSE 0 END;
"""
GONE = "DROP FUNCTION public.inbox_worked(timestamp, integer, integer, integer[]);"


class Migration(migrations.Migration):

    dependencies = [
        ('inbox', '0002_initial'),
        ('workspaces', '0003_mail_and_filters'),
    ]

    operations = [
        migrations.RunSQL(WORKED, GONE),
        migrations.CreateModel(
            name='AnswerGoal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minutes', models.PositiveIntegerField(default=120, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20160)], verbose_name='Answer within (minutes)')),
                ('days', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=diapason.inbox.models.goal.every_day, verbose_name='Days')),
                ('opens', models.TimeField(blank=True, null=True, verbose_name='Opens at')),
                ('closes', models.TimeField(blank=True, null=True, verbose_name='Closes at')),
                ('workspace', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='answer_goal', to='workspaces.workspace')),
            ],
        ),
    ]
