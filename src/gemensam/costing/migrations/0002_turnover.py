# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models

FILL = """
INSERT INTO costing_ledgerturnover (ledger_id, month, account, cost_centre, activity,
    project, counterpart, amount_ore, rows)
SELECT r.ledger_id, r.month, r.account, r.cost_centre, r.activity, r.project,
    r.counterpart, sum(r.amount_ore), count(*)
FROM costing_ledgerrow r JOIN costing_voucher v ON v.id = r.voucher_id
WHERE v.superseded_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7
"""


class Migration(migrations.Migration):

    dependencies = [
        ('costing', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='mappingrule',
            name='chart',
            field=models.CharField(blank=True, choices=[('kommun-bas', 'Kommun-Bas'), ('bas', 'BAS')], max_length=12),
        ),
        migrations.AddField(
            model_name='mappingrule',
            name='counterpart',
            field=models.CharField(blank=True, max_length=400),
        ),
        migrations.CreateModel(
            name='LedgerTurnover',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('month', models.DateField()),
                ('account', models.CharField(max_length=12)),
                ('cost_centre', models.CharField(max_length=40)),
                ('activity', models.CharField(max_length=40)),
                ('project', models.CharField(max_length=40)),
                ('counterpart', models.CharField(max_length=40)),
                ('amount_ore', models.BigIntegerField()),
                ('rows', models.PositiveIntegerField()),
                ('ledger', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='turnover', to='costing.ledger')),
            ],
            options={
                'verbose_name_plural': 'ledger turnover',
                'constraints': [models.UniqueConstraint(fields=('ledger', 'month', 'account', 'cost_centre', 'activity', 'project', 'counterpart'), name='costing_turnover_one')],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
