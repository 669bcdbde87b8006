# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_time_terms'),
        ('group', '0002_presence'),
        ('outcomes', '0005_protected_level'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='monthsum',
            index=models.Index(fields=['scenario', 'month', 'source'], include=('service', 'cost_ore', 'labour_ore', 'volume'), name='outcomes_monthsum_cost'),
        ),
    ]
