# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('costing', '0007_step_down'),
    ]

    operations = [
        migrations.AddField(
            model_name='costrun',
            name='grain_ore',
            field=models.BigIntegerField(null=True),
        ),
    ]
