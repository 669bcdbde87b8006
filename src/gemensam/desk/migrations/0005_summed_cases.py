# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0004_untied_cases"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="case", name="desk_case_resolved"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["resolved_at"],
                include=(
                    "id", "service", "unit", "provider", "provided_by", "system", "status",
                    "opened_at", "on_time", "reopened", "lead_minutes", "rating",
                    "requester", "requester_label",
                ),
                condition=models.Q(resolved_at__isnull=False),
                name="desk_case_done",
            ),
        ),
    ]  # fmt: skip
