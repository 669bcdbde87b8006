# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models

# Those of frozen versions as well, which nobody may change otherwise.
FILL = """
ALTER TABLE {table} DISABLE TRIGGER USER;
UPDATE {table} k SET since = c.since FROM (
    SELECT scenario_id, month, source, max(greatest(recorded_at, superseded_at)) AS since
    FROM outcomes_cell GROUP BY 1, 2, 3) c
WHERE c.scenario_id = k.scenario_id AND c.month = k.month AND c.source = k.source;
ALTER TABLE {table} ENABLE TRIGGER USER;
"""


def since(model: str) -> list[migrations.operations.base.Operation]:
    fill = FILL.format(table=f"outcomes_{model}")
    return [
        migrations.AddField(model, "since", models.DateTimeField(null=True)),
        migrations.RunSQL(fill, migrations.RunSQL.noop),
        migrations.AlterField(model, "since", models.DateTimeField()),
    ]


class Migration(migrations.Migration):

    dependencies = [
        ('outcomes', '0006_sums_of_cost'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='cell',
            index=models.Index(condition=models.Q(('superseded_at__isnull', False)), fields=['scenario', 'month', 'source', 'superseded_at'], name='outcomes_cell_superseded'),
        ),
        *since("monthsum"),
        *since("monthcolumns"),
    ]
