# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("costing", "0014_voucher_files"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="volumerow",
            index=models.Index(
                fields=["month", "from_import"], name="costing_volume_file"
            ),
        ),
    ]
