# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0003_case_logs"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["resolved_at"],
                include=("on_time",),
                condition=models.Q(system="foreign", status="resolved", service=None),
                name="desk_case_untied",
            ),
        ),
    ]
