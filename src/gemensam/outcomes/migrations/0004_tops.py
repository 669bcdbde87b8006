# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models


MEASURES = """volume, in_use, cost_ore, labour_ore, charge_ore, opened, resolved, judged,
    on_time, reopened, first_right, lead_minutes, lead_squared, rated, rating,
    rating_squared, backlog"""
SUMS = ", ".join(f"sum(c.{one.strip()})" for one in MEASURES.split(","))
TREES = """
WITH RECURSIVE held AS (
    SELECT DISTINCT scenario_id, month, source, unit_id FROM outcomes_cell
    WHERE superseded_at IS NULL
), climb(month, unit, node, depth) AS (
    SELECT DISTINCT month, unit_id, unit_id, 0 FROM held
    UNION ALL
    SELECT c.month, c.unit, p.parent_id, c.depth + 1 FROM climb c
    JOIN group_placement p ON p.unit_id = c.node AND p.valid_from <= c.month
        AND (p.valid_to IS NULL OR p.valid_to > c.month)
    WHERE p.parent_id IS NOT NULL AND c.depth < 50
), above AS (
    SELECT DISTINCT ON (c.month, c.unit) c.month, c.unit, c.node FROM climb c
    JOIN group_unit u ON u.id = c.node
    WHERE u.kind IN ('administration', 'company', 'centre')
    ORDER BY c.month, c.unit, c.depth DESC
)
INSERT INTO outcomes_summedtree (scenario_id, month, source, units, tops)
SELECT h.scenario_id, h.month, h.source, array_agg(h.unit_id), array_agg(a.node)
FROM held h LEFT JOIN above a ON a.month = h.month AND a.unit = h.unit_id
GROUP BY 1, 2, 3
"""
FILL = f"""
INSERT INTO outcomes_topsum (scenario_id, month, source, service_id, provider, top_id,
    level, {MEASURES})
SELECT c.scenario_id, c.month, c.source, c.service_id, c.provider, t.top, p.level, {SUMS}
FROM outcomes_summedtree s CROSS JOIN LATERAL unnest(s.units, s.tops) t(unit, top)
JOIN outcomes_cell c ON c.scenario_id = s.scenario_id AND c.month = s.month
    AND c.source = s.source AND c.unit_id = t.unit AND c.superseded_at IS NULL
LEFT JOIN outcomes_protectedcell p ON p.scenario_id = c.scenario_id
    AND p.month = c.month AND p.service_id = c.service_id AND p.unit_id = c.unit_id
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""

class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_initial'),
        ('group', '0001_initial'),
        ('outcomes', '0003_sums'),
    ]

    operations = [
        migrations.CreateModel(
            name='SummedTree',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('source', models.CharField(max_length=10)),
                ('units', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('tops', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(null=True), size=None)),
                ('scenario', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='outcomes.scenarioversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('scenario', 'month', 'source'), name='outcomes_summedtree_one')],
            },
        ),
        migrations.CreateModel(
            name='TopSum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('source', models.CharField(max_length=10)),
                ('provider', models.CharField(choices=[('centre', 'Service centre'), ('local', 'Local'), ('other', 'Other entity')], max_length=6)),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'merged within its administration'), (2, 'merged within the group'), (3, 'merged within the group and the area'), (4, 'withheld: it concerns fewer than five persons')], null=True)),
                ('volume', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ('in_use', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ('cost_ore', models.BigIntegerField(null=True)),
                ('labour_ore', models.BigIntegerField(null=True)),
                ('charge_ore', models.BigIntegerField(null=True)),
                ('opened', models.BigIntegerField(null=True)),
                ('resolved', models.BigIntegerField(null=True)),
                ('judged', models.BigIntegerField(null=True)),
                ('on_time', models.BigIntegerField(null=True)),
                ('reopened', models.BigIntegerField(null=True)),
                ('first_right', models.BigIntegerField(null=True)),
                ('lead_minutes', models.BigIntegerField(null=True)),
                ('lead_squared', models.DecimalField(decimal_places=0, max_digits=30, null=True)),
                ('rated', models.BigIntegerField(null=True)),
                ('rating', models.BigIntegerField(null=True)),
                ('rating_squared', models.BigIntegerField(null=True)),
                ('backlog', models.BigIntegerField(null=True)),
                ('scenario', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='outcomes.scenarioversion')),
                ('service', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.service')),
                ('top', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('scenario', 'month', 'source', 'service', 'provider', 'top', 'level'), name='outcomes_topsum_one', nulls_distinct=False)],
            },
        ),
        migrations.RunSQL(TREES, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
