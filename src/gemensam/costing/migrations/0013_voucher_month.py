# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_documents'),
        ('costing', '0012_disposal'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='voucher',
            index=models.Index(fields=['ledger', 'date'], name='costing_voucher_month'),
        ),
    ]
