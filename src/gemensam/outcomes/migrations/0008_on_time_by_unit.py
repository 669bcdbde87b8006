# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outcomes", "0007_known_since"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="cell",
            index=models.Index(
                fields=["scenario", "month", "unit"],
                include=["judged", "on_time"],
                condition=models.Q(source="desk", superseded_at=None, judged__gt=0),
                name="outcomes_cell_on_time",
            ),
        ),
    ]
