# SPDX-License-Identifier: EUPL-1.2

from itertools import groupby

import django.db.models.deletion
from django.db import migrations, models

from gemensam.outcomes.columns import MERGED, packed

CELLS = """
SELECT c.scenario_id, c.month, c.source, coalesce(c.service_id, 0), c.unit_id,
    coalesce(p.level, 0), coalesce(p.shown_node_id, 0), sum(c.cost_ore)::bigint,
    sum(c.labour_ore)::bigint, (100 * sum(c.volume))::bigint
FROM outcomes_cell c LEFT JOIN outcomes_protectedcell p ON p.scenario_id = c.scenario_id
    AND p.month = c.month AND p.service_id = c.service_id AND p.unit_id = c.unit_id
WHERE c.superseded_at IS NULL
    AND coalesce(c.cost_ore, c.labour_ore, c.volume) IS NOT NULL
GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5
"""
HIDDEN = """
SELECT service_id, unit_id, level, coalesce(shown_node_id, 0)
FROM outcomes_protectedcell
WHERE scenario_id = %s AND month = %s AND service_id IS NOT NULL ORDER BY 1, 2
"""
KEEP = """
INSERT INTO outcomes_monthcolumns (scenario_id, month, source, cells, merged)
VALUES (%s, %s, %s, %s, %s)
"""
# Columns of numbers hardly shrink, and pages would wait for them to grow again.
AS_IT_IS = """
ALTER TABLE outcomes_monthcolumns ALTER COLUMN cells SET STORAGE EXTERNAL,
    ALTER COLUMN merged SET STORAGE EXTERNAL
"""
KEY = 3


def fill(_apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(CELLS)
        rows = cursor.fetchall()
        for key, same in groupby(rows, lambda row: row[:KEY]):
            cells = packed([row[KEY:] for row in same])
            cursor.execute(HIDDEN, key[:-1])
            cursor.execute(KEEP, [*key, cells, packed(cursor.fetchall(), MERGED)])


class Migration(migrations.Migration):

    dependencies = [
        ('outcomes', '0003_sums'),
    ]

    operations = [
        migrations.CreateModel(
            name='MonthColumns',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('source', models.CharField(max_length=10)),
                ('cells', models.BinaryField()),
                ('merged', models.BinaryField()),
                ('scenario', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='outcomes.scenarioversion')),
            ],
            options={
                'verbose_name_plural': 'month columns',
                'constraints': [models.UniqueConstraint(fields=('scenario', 'month', 'source'), name='outcomes_monthcolumns_one')],
            },
        ),
        migrations.RunSQL(AS_IT_IS, migrations.RunSQL.noop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
