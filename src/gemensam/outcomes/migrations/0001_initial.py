# SPDX-License-Identifier: EUPL-1.2

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_initial'),
        ('group', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ScenarioVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('baseline', 'Baseline'), ('plan', 'Plan'), ('actual', 'Outcome')], max_length=8)),
                ('number', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('price_level', models.PositiveSmallIntegerField(null=True)),
                ('created_at', models.DateTimeField()),
                ('frozen_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'number'), name='outcomes_scenario_number')],
            },
        ),
        migrations.CreateModel(
            name='ProtectedCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'merged within its administration'), (2, 'merged within the group'), (3, 'merged within the group and the area'), (4, 'withheld: it concerns fewer than five persons')])),
                ('decided_at', models.DateTimeField()),
                ('service', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.service')),
                ('shown_node', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
                ('scenario', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='outcomes.scenarioversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('scenario', 'month', 'service', 'unit'), name='outcomes_protected_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='CostDraws',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('cost_ore', models.BigIntegerField()),
                ('draws', models.BinaryField()),
                ('recorded_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('provided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
                ('service', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.service')),
                ('scenario', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='outcomes.scenarioversion')),
            ],
            options={
                'verbose_name_plural': 'cost draws',
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('scenario', 'month', 'provided_by', 'service'), name='outcomes_costdraws_current', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Cell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=10)),
                ('provider', models.CharField(choices=[('centre', 'Service centre'), ('local', 'Local'), ('other', 'Other entity')], max_length=6)),
                ('month', models.DateField()),
                ('volume', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('in_use', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('cost_ore', models.BigIntegerField(null=True)),
                ('labour_ore', models.BigIntegerField(null=True)),
                ('charge_ore', models.BigIntegerField(null=True)),
                ('opened', models.IntegerField(null=True)),
                ('resolved', models.IntegerField(null=True)),
                ('judged', models.IntegerField(null=True)),
                ('on_time', models.IntegerField(null=True)),
                ('reopened', models.IntegerField(null=True)),
                ('first_right', models.IntegerField(null=True)),
                ('lead_minutes', models.BigIntegerField(null=True)),
                ('lead_squared', models.DecimalField(decimal_places=0, max_digits=24, null=True)),
                ('lead_histogram', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), null=True, size=None)),
                ('rated', models.IntegerField(null=True)),
                ('rating', models.IntegerField(null=True)),
                ('rating_squared', models.IntegerField(null=True)),
                ('backlog', models.IntegerField(null=True)),
                ('persons', models.IntegerField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('provided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
                ('service', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.service')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
                ('scenario', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='outcomes.scenarioversion')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('superseded_at', None)), fields=['unit', 'scenario', 'month'], name='outcomes_cell_unit'), models.Index(condition=models.Q(('superseded_at', None)), fields=['service', 'scenario', 'month'], name='outcomes_cell_service')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('scenario', 'month', 'source', 'service', 'unit', 'provider', 'provided_by'), name='outcomes_cell_current', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='outcomes_cell_first_of_month')],
            },
        ),
    ]
