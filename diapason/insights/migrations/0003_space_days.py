"""What each space brought each day, summed over objectives by PostgreSQL itself with every change of a daily figure."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

TRIGGERS = """
CREATE FUNCTION sum_daily_figures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO insights_spaceday (workspace_id, day, metric, space_id, unit, value, figures)
        SELECT workspace_id, day, metric, space_id, unit, sum(value), count(*)
        FROM now_here GROUP BY workspace_id, day, metric, space_id, unit ORDER BY workspace_id, day, metric, space_id, unit
        ON CONFLICT (workspace_id, day, metric, space_id, unit) DO UPDATE
        SET value = insights_spaceday.value + EXCLUDED.value, figures = insights_spaceday.figures + EXCLUDED.figures;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        UPDATE insights_spaceday AS kept SET value = kept.value - gone.value, figures = kept.figures - gone.figures
        FROM (
            SELECT workspace_id, day, metric, space_id, unit, sum(value) AS value, count(*) AS figures
            FROM was_here GROUP BY workspace_id, day, metric, space_id, unit
        ) AS gone
        WHERE (kept.workspace_id, kept.day, kept.metric, kept.unit) = (gone.workspace_id, gone.day, gone.metric, gone.unit)
          AND kept.space_id IS NOT DISTINCT FROM gone.space_id;
        DELETE FROM insights_spaceday AS kept USING was_here AS gone
        WHERE (kept.workspace_id, kept.day, kept.metric, kept.unit) = (gone.workspace_id, gone.day, gone.metric, gone.unit)
          AND kept.space_id IS NOT DISTINCT FROM gone.space_id AND kept.figures = 0;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER daily_figure_added AFTER INSERT ON insights_dailyfigure
    REFERENCING NEW TABLE AS now_here FOR EACH STATEMENT EXECUTE FUNCTION sum_daily_figures();
CREATE TRIGGER daily_figure_changed AFTER UPDATE ON insights_dailyfigure
    REFERENCING OLD TABLE AS was_here NEW TABLE AS now_here FOR EACH STATEMENT EXECUTE FUNCTION sum_daily_figures();
CREATE TRIGGER daily_figure_removed AFTER DELETE ON insights_dailyfigure
    REFERENCING OLD TABLE AS was_here FOR EACH STATEMENT EXECUTE FUNCTION sum_daily_figures();
"""
NO_TRIGGERS = """
DROP TRIGGER daily_figure_added ON insights_dailyfigure;
DROP TRIGGER daily_figure_changed ON insights_dailyfigure;
DROP TRIGGER daily_figure_removed ON insights_dailyfigure;
DROP FUNCTION sum_daily_figures();
"""
FILL = """
INSERT INTO insights_spaceday (workspace_id, day, metric, space_id, unit, value, figures)
SELECT workspace_id, day, metric, space_id, unit, sum(value), count(*)
FROM insights_dailyfigure GROUP BY workspace_id, day, metric, space_id, unit
"""


class Migration(migrations.Migration):
    dependencies = [("insights", "0002_reports")]
    operations = [
        migrations.CreateModel(
            name="SpaceDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("metric", models.CharField(max_length=40)),
                ("unit", models.CharField(blank=True, max_length=3)),
                ("value", models.DecimalField(decimal_places=4, max_digits=20)),
                ("figures", models.PositiveIntegerField()),
                (
                    "space",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="territory.space",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="workspaces.workspace"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "day", "metric", "space", "unit"), name="one_sum_per_day", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        migrations.RemoveIndex(model_name="dailyfigure", name="figure_of_objective"),
        migrations.AddIndex(
            model_name="dailyfigure",
            index=models.Index(
                condition=Q(("objective__isnull", False)),
                fields=["objective", "day"],
                include=("space", "metric", "unit", "value"),
                name="figure_of_objective",
            ),
        ),
    ]
