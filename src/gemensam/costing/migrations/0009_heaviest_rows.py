# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('costing', '0008_grain_of_run'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='ledgerrow',
            index=models.Index(fields=['ledger', 'amount_ore', 'id'], name='costing_row_amount'),
        ),
    ]
