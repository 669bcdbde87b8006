# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0005_summed_cases"),
    ]

    operations = [
        # First what locks out readers too: to ask for it after the lock that a new index
        # takes could wait for ever for an old process that waits for that one.
        migrations.AlterField(
            model_name="case",
            name="log",
            field=models.ForeignKey(
                "desk.caselog",
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["log", "opened_at"],
                condition=models.Q(log__isnull=False),
                name="desk_case_log_opened",
            ),
        ),
    ]
