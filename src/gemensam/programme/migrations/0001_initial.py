# SPDX-License-Identifier: EUPL-1.2
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_initial'),
        ('group', '0001_initial'),
        ('outcomes', '0002_goals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavingsCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('first_month', models.DateField()),
                ('interest', models.DecimalField(decimal_places=4, default=Decimal('0.03'), max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('0.25'))])),
                ('years', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(10)])),
                ('written_off', models.PositiveSmallIntegerField(null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)])),
                ('seed', models.PositiveIntegerField(default=2026)),
                ('made_at', models.DateTimeField()),
                ('computed_at', models.DateTimeField(null=True)),
                ('result', models.JSONField(null=True)),
                ('baseline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='outcomes.scenarioversion')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='CostRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stream', models.CharField(choices=[('organisation', 'Organisation and staffing'), ('processes', 'Processes and services'), ('it', 'IT and premises'), ('governance', 'Governance and finance'), ('change', 'Change management and communication')], max_length=14)),
                ('kind', models.CharField(choices=[('team', 'Project team and stand-ins'), ('it', 'IT and premises'), ('double', 'Double running'), ('training', 'Shadowing and training hours'), ('people', 'Redeployment and severance'), ('contingency', 'Contingency')], max_length=12)),
                ('quarter', models.DateField()),
                ('low_ore', models.BigIntegerField()),
                ('likely_ore', models.BigIntegerField()),
                ('high_ore', models.BigIntegerField()),
                ('source', models.CharField(max_length=400)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='costs', to='programme.savingscase')),
            ],
        ),
        migrations.CreateModel(
            name='CaseVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('baseline_frozen', models.BooleanField()),
                ('locked_at', models.DateTimeField()),
                ('locked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='programme.savingscase')),
            ],
        ),
        migrations.CreateModel(
            name='Assumption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('quality', 'Less unnecessary demand'), ('standardisation', 'One way of working'), ('automation', 'Automation and self-service'), ('scale', 'Larger scale'), ('span', 'Fewer leaders, wider spans'), ('sourcing', 'Contracts and licences'), ('premises', 'Premises'), ('cashed', 'Freed time that becomes money'), ('delay', 'Delay of the waves, months'), ('dip', 'Lower productivity for three months after a move'), ('running', 'New permanent cost of the centre'), ('efficiency', 'Efficiency a year, from the second'), ('wage', 'Wages, change a year'), ('price', 'Prices, change a year')], max_length=16)),
                ('base', models.CharField(choices=[('all', 'all cost'), ('labour', 'personnel'), ('other', 'other than personnel')], default='all', max_length=8)),
                ('shape', models.CharField(choices=[('pert', 'Likely value weighs most (PERT)'), ('triangular', 'Triangle'), ('uniform', 'All between equally likely'), ('empirical', 'Own readings')], default='pert', max_length=12)),
                ('low', models.DecimalField(decimal_places=6, max_digits=14)),
                ('likely', models.DecimalField(decimal_places=6, max_digits=14)),
                ('high', models.DecimalField(decimal_places=6, max_digits=14)),
                ('points', django.contrib.postgres.fields.ArrayField(base_field=models.DecimalField(decimal_places=6, max_digits=14), blank=True, default=list, size=None)),
                ('source', models.CharField(max_length=400)),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.area')),
                ('service', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.service')),
                ('top', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='assumptions', to='programme.savingscase')),
            ],
        ),
        migrations.CreateModel(
            name='Tie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.DecimalField(decimal_places=2, max_digits=4)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ties', to='programme.savingscase')),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.assumption')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.assumption')),
            ],
        ),
        migrations.CreateModel(
            name='WavePart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('month', models.DateField()),
                ('share', models.DecimalField(decimal_places=8, max_digits=9)),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.area')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waves', to='programme.savingscase')),
                ('top', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
            ],
        ),
        migrations.AddConstraint(
            model_name='savingscase',
            constraint=models.CheckConstraint(condition=models.Q(('first_month__day', 1)), name='programme_case_first_of_month'),
        ),
        migrations.AddConstraint(
            model_name='savingscase',
            constraint=models.CheckConstraint(condition=models.Q(('years__gte', 3), ('years__lte', 10)), name='programme_case_years'),
        ),
        migrations.AddConstraint(
            model_name='costrow',
            constraint=models.UniqueConstraint(fields=('case', 'stream', 'kind', 'quarter'), name='programme_costrow_once'),
        ),
        migrations.AddConstraint(
            model_name='costrow',
            constraint=models.CheckConstraint(condition=models.Q(('low_ore__gte', 0), ('low_ore__lte', models.F('likely_ore')), ('likely_ore__lte', models.F('high_ore'))), name='programme_costrow_ordered'),
        ),
        migrations.AddConstraint(
            model_name='assumption',
            constraint=models.UniqueConstraint(fields=('case', 'kind', 'area', 'service', 'top'), name='programme_assumption_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='assumption',
            constraint=models.CheckConstraint(condition=models.Q(('low__lte', models.F('likely')), ('likely__lte', models.F('high'))), name='programme_assumption_ordered'),
        ),
        migrations.AddConstraint(
            model_name='tie',
            constraint=models.UniqueConstraint(fields=('one', 'other'), name='programme_tie_once'),
        ),
        migrations.AddConstraint(
            model_name='tie',
            constraint=models.CheckConstraint(condition=models.Q(('rank__gte', -1), ('rank__lte', 1)), name='programme_tie_rank'),
        ),
        migrations.AddConstraint(
            model_name='wavepart',
            constraint=models.CheckConstraint(condition=models.Q(('share__gt', 0), ('share__lte', 1)), name='programme_wave_share'),
        ),
    ]
