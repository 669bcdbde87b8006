# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0010_found_suspicions'),
    ]

    operations = [
        migrations.AddField(
            model_name='foundsuspicions',
            name='program',
            field=models.CharField(default='', max_length=64),
        ),
    ]
