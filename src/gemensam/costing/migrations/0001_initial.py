# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_initial'),
        ('core', '0001_initial'),
        ('group', '0001_initial'),
        ('outcomes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PriceIndex',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('wage_percent', models.DecimalField(decimal_places=3, max_digits=6)),
                ('price_percent', models.DecimalField(decimal_places=3, max_digits=6)),
                ('source', models.CharField(max_length=200)),
            ],
            options={
                'verbose_name_plural': 'price indices',
            },
        ),
        migrations.CreateModel(
            name='Ledger',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year_from', models.DateField()),
                ('year_to', models.DateField()),
                ('through', models.DateField(null=True)),
                ('legal_entity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ledgers', to='group.legalentity')),
            ],
        ),
        migrations.CreateModel(
            name='LedgerBalance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('IB', 'Opening balance'), ('UB', 'Closing balance'), ('RES', 'Result of the year'), ('PSALDO', 'Change in a period'), ('PBUDGET', 'Budget of a period')], max_length=7)),
                ('year', models.SmallIntegerField()),
                ('period', models.DateField(null=True)),
                ('account', models.CharField(max_length=12)),
                ('objects_key', models.JSONField(null=True)),
                ('amount_ore', models.BigIntegerField()),
                ('from_import', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.import')),
                ('ledger', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balances', to='costing.ledger')),
            ],
        ),
        migrations.CreateModel(
            name='LedgerName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dimension', models.PositiveSmallIntegerField()),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=200)),
                ('first_import', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.import')),
                ('ledger', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='costing.ledger')),
            ],
        ),
        migrations.CreateModel(
            name='MappingVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('created_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('from_import', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='core.import')),
            ],
        ),
        migrations.CreateModel(
            name='MappingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField()),
                ('account', models.CharField(blank=True, max_length=400)),
                ('cost_centre', models.CharField(blank=True, max_length=2000)),
                ('activity', models.CharField(blank=True, max_length=400)),
                ('project', models.CharField(blank=True, max_length=400)),
                ('treatment', models.CharField(choices=[('people', 'Personnel: goes to the people of the cost centre'), ('direct', 'Direct cost of a service'), ('overhead', 'Overhead of the support unit'), ('one_off', 'One-off cost of the programme'), ('internal', 'Internal charges, eliminated'), ('outside', 'Not support')], max_length=8)),
                ('note', models.CharField(blank=True, max_length=400)),
                ('legal_entity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='group.legalentity')),
                ('service', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.service')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='costing.mappingversion')),
            ],
        ),
        migrations.CreateModel(
            name='CostRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('calc_version', models.CharField(max_length=20)),
                ('evidence_digest', models.BinaryField(max_length=32)),
                ('at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('scenario', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='outcomes.scenarioversion')),
                ('mapping', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='costing.mappingversion')),
            ],
        ),
        migrations.CreateModel(
            name='PoolCost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('treatment', models.CharField(choices=[('people', 'Personnel: goes to the people of the cost centre'), ('direct', 'Direct cost of a service'), ('overhead', 'Overhead of the support unit'), ('one_off', 'One-off cost of the programme'), ('internal', 'Internal charges, eliminated'), ('outside', 'Not support')], max_length=8)),
                ('amount_ore', models.BigIntegerField()),
                ('ledger', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='costing.ledger')),
                ('pool', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pool_costs', to='costing.costrun')),
                ('service', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
            ],
        ),
        migrations.CreateModel(
            name='PoolShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('share', models.DecimalField(decimal_places=8, max_digits=9)),
                ('people', models.PositiveIntegerField()),
                ('answered', models.PositiveIntegerField()),
                ('pool', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pool_shares', to='costing.costrun')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
            ],
        ),
        migrations.CreateModel(
            name='Reconciled',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(choices=[('support', 'Support cost'), ('one_off', 'One-off cost of the programme'), ('internal', 'Internal charges, eliminated'), ('outside', 'Not support'), ('unmapped', 'Not mapped yet')], max_length=8)),
                ('amount_ore', models.BigIntegerField()),
                ('ledger', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='costing.ledger')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reconciled', to='costing.costrun')),
            ],
            options={
                'verbose_name_plural': 'reconciled',
            },
        ),
        migrations.CreateModel(
            name='StaffRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('pseudonym', models.CharField(max_length=20)),
                ('form', models.CharField(choices=[('monthly', 'Monthly paid'), ('hourly', 'Hourly paid')], max_length=7)),
                ('title', models.CharField(max_length=120)),
                ('aid', models.CharField(blank=True, max_length=12)),
                ('extent', models.DecimalField(decimal_places=4, max_digits=5, null=True)),
                ('monthly_ore', models.BigIntegerField(null=True)),
                ('hourly_ore', models.BigIntegerField(null=True)),
                ('hr_code', models.CharField(max_length=40)),
                ('cost_centre', models.CharField(max_length=40)),
                ('employed_from', models.DateField()),
                ('employed_to', models.DateField(null=True)),
                ('superseded_at', models.DateTimeField(null=True)),
                ('from_import', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.import')),
                ('legal_entity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='group.legalentity')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
            ],
        ),
        migrations.CreateModel(
            name='SurveyRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('about_from', models.DateField(null=True)),
                ('about_to', models.DateField(null=True)),
                ('superseded_at', models.DateTimeField(null=True)),
                ('from_import', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.import')),
            ],
        ),
        migrations.CreateModel(
            name='SurveyAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pseudonym', models.CharField(max_length=20)),
                ('activity', models.CharField(blank=True, max_length=12)),
                ('share', models.DecimalField(decimal_places=5, max_digits=6, null=True)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='costing.surveyround')),
            ],
        ),
        migrations.AddField(
            model_name='costrun',
            name='survey',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='costing.surveyround'),
        ),
        migrations.CreateModel(
            name='VolumeRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('meter', models.CharField(max_length=100)),
                ('count', models.DecimalField(decimal_places=2, max_digits=14)),
                ('persons', models.IntegerField(null=True)),
                ('from_import', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.import')),
                ('service', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='catalogue.service')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Voucher',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('series', models.CharField(max_length=20)),
                ('number', models.CharField(max_length=40)),
                ('occurrence', models.PositiveIntegerField()),
                ('date', models.DateField()),
                ('text', models.CharField(max_length=400)),
                ('digest', models.BinaryField(max_length=16)),
                ('superseded_at', models.DateTimeField(null=True)),
                ('first_import', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.import')),
                ('ledger', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='costing.ledger')),
            ],
        ),
        migrations.CreateModel(
            name='LedgerRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('month', models.DateField()),
                ('account', models.CharField(max_length=12)),
                ('cost_centre', models.CharField(max_length=40)),
                ('activity', models.CharField(max_length=40)),
                ('project', models.CharField(max_length=40)),
                ('counterpart', models.CharField(max_length=40)),
                ('other', models.JSONField(null=True)),
                ('amount_ore', models.BigIntegerField()),
                ('text', models.CharField(max_length=400)),
                ('ledger', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='costing.ledger')),
                ('voucher', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='costing.voucher')),
            ],
        ),
        migrations.AddConstraint(
            model_name='ledger',
            constraint=models.UniqueConstraint(fields=('legal_entity', 'year_from'), name='costing_ledger_one'),
        ),
        migrations.AddConstraint(
            model_name='ledgername',
            constraint=models.UniqueConstraint(fields=('ledger', 'dimension', 'code'), name='costing_ledgername_one'),
        ),
        migrations.AddConstraint(
            model_name='mappingversion',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('superseded_at',), name='costing_mapping_one_current', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='mappingrule',
            constraint=models.UniqueConstraint(fields=('version', 'order'), name='costing_rule_order'),
        ),
        migrations.AddConstraint(
            model_name='mappingrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('service__isnull', False), ('treatment', 'direct')), models.Q(models.Q(('treatment', 'direct'), _negated=True), ('service__isnull', True)), _connector='OR'), name='costing_rule_direct_has_service'),
        ),
        migrations.AddConstraint(
            model_name='poolshare',
            constraint=models.UniqueConstraint(fields=('run', 'pool', 'service'), name='costing_poolshare_one'),
        ),
        migrations.AddConstraint(
            model_name='reconciled',
            constraint=models.UniqueConstraint(fields=('run', 'ledger', 'category'), name='costing_reconciled_one'),
        ),
        migrations.AddIndex(
            model_name='staffrow',
            index=models.Index(condition=models.Q(('superseded_at', None)), fields=['year'], name='costing_staff_current'),
        ),
        migrations.AddConstraint(
            model_name='surveyround',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('month',), name='costing_surveyround_one'),
        ),
        migrations.AddConstraint(
            model_name='surveyround',
            constraint=models.CheckConstraint(condition=models.Q(('about_to__gte', models.F('about_from')), ('about_to', None), ('about_from', None), _connector='OR'), name='costing_surveyround_in_order'),
        ),
        migrations.AddConstraint(
            model_name='surveyanswer',
            constraint=models.UniqueConstraint(fields=('round', 'pseudonym', 'activity'), name='costing_answer_once'),
        ),
        migrations.AddConstraint(
            model_name='costrun',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('scenario', 'month'), name='costing_run_current'),
        ),
        migrations.AddConstraint(
            model_name='volumerow',
            constraint=models.UniqueConstraint(fields=('month', 'service', 'meter'), name='costing_volume_one'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('ledger', 'series', 'number', 'occurrence'), name='costing_voucher_one'),
        ),
        migrations.AddIndex(
            model_name='ledgerrow',
            index=models.Index(fields=['ledger', 'cost_centre', 'month'], name='costing_row_centre'),
        ),
    ]
