# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models

FILL = """
INSERT INTO outcomes_monthsum (scenario_id, month, source, service_id, provider,
    provided_by_id, level,
    volume, in_use, cost_ore, labour_ore, charge_ore, opened, resolved, judged,
    on_time, reopened, first_right, lead_minutes, lead_squared, rated, rating,
    rating_squared, backlog)
SELECT c.scenario_id, c.month, c.source, c.service_id, c.provider, c.provided_by_id,
    p.level,
    sum(volume), sum(in_use), sum(cost_ore), sum(labour_ore), sum(charge_ore),
    sum(opened), sum(resolved), sum(judged), sum(on_time), sum(reopened),
    sum(first_right), sum(lead_minutes), sum(lead_squared), sum(rated), sum(rating),
    sum(rating_squared), sum(backlog)
FROM outcomes_cell c LEFT JOIN outcomes_protectedcell p ON p.scenario_id = c.scenario_id
    AND p.month = c.month AND p.service_id = c.service_id AND p.unit_id = c.unit_id
WHERE c.superseded_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_initial'),
        ('group', '0001_initial'),
        ('outcomes', '0002_goals'),
    ]

    operations = [
        migrations.CreateModel(
            name='MonthSum',
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
                ('provided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
                ('scenario', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='outcomes.scenarioversion')),
                ('service', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.service')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('scenario', 'month', 'source', 'service', 'provider', 'provided_by', 'level'), name='outcomes_monthsum_one', nulls_distinct=False)],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
