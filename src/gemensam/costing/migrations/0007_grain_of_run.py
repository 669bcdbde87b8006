# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('costing', '0006_who_does_what'),
    ]

    operations = [
        migrations.AddField(
            model_name='costrun',
            name='grain_ore',
            field=models.BigIntegerField(null=True),
        ),
    ]
