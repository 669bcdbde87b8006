# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("costing", "0013_voucher_month"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="voucher",
            name="costing_voucher_month",
        ),
        migrations.AddIndex(
            model_name="voucher",
            index=models.Index(
                fields=["ledger", "date"],
                include=("first_import", "superseded_at"),
                name="costing_voucher_month",
            ),
        ),
    ]
