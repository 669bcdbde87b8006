# SPDX-License-Identifier: EUPL-1.2
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_initial'),
        ('costing', '0002_turnover'),
        ('group', '0001_initial'),
        ('outcomes', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FrozenBaseline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('frozen_at', models.DateTimeField()),
                ('price_level', models.PositiveSmallIntegerField()),
                ('months', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), size=None)),
                ('areas', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), size=None)),
                ('entities', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('left_out', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('out_of_scope', models.TextField(blank=True, max_length=2000)),
                ('method', models.TextField(max_length=4000)),
                ('on_behalf_of', models.CharField(max_length=200)),
                ('words', models.CharField(max_length=1000)),
                ('cost_ore', models.BigIntegerField()),
                ('labour_ore', models.BigIntegerField()),
                ('cells', models.PositiveIntegerField()),
                ('digest', models.BinaryField(max_length=32)),
                ('scenario', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='frozen', to='outcomes.scenarioversion')),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.person')),
            ],
        ),
        migrations.CreateModel(
            name='BaselineAdjustment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('index', 'Price or wage index'), ('volume', 'Volume'), ('scope', 'Scope'), ('error', 'Error in the baseline')], max_length=6)),
                ('from_month', models.DateField()),
                ('to_month', models.DateField(null=True)),
                ('ore', models.BigIntegerField(null=True)),
                ('percent', models.DecimalField(decimal_places=4, max_digits=7, null=True)),
                ('reason', models.CharField(max_length=1000)),
                ('decision', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField()),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.area')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.person')),
                ('service', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
                ('withdraws', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawn_by', to='costing.baselineadjustment')),
                ('baseline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='costing.frozenbaseline')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('baseline', 'number'), name='costing_adjustment_number'), models.CheckConstraint(condition=models.Q(models.Q(('ore__isnull', False), ('percent__isnull', True)), models.Q(('ore__isnull', True), ('percent__isnull', False)), _connector='OR'), name='costing_adjustment_amount'), models.CheckConstraint(condition=models.Q(('area__isnull', True), ('service__isnull', True), _connector='OR'), name='costing_adjustment_one_place'), models.CheckConstraint(condition=models.Q(('to_month', None), ('to_month__gt', models.F('from_month')), _connector='OR'), name='costing_adjustment_in_order'), models.CheckConstraint(condition=models.Q(('from_month__day', 1), models.Q(('to_month', None), ('to_month__day', 1), _connector='OR')), name='costing_adjustment_first_of_month')],
            },
        ),
    ]
