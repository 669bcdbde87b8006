# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0012_move_origin'),
    ]

    operations = [
        migrations.AddField(
            model_name='computation',
            name='failure_values',
            field=models.JSONField(default=dict),
        ),
    ]
