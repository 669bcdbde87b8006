# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('costing', '0009_heaviest_rows'),
    ]

    operations = [
        migrations.AlterField(
            model_name='reconciled',
            name='category',
            field=models.CharField(choices=[('support', 'Support cost'), ('one_off', 'One-off cost of the programme'), ('internal', 'Internal charges, eliminated'), ('outside', 'Not support'), ('unplaced', 'Not mapped yet, on cost centres of support'), ('unmapped', 'Not mapped yet')], max_length=8),
        ),
    ]
