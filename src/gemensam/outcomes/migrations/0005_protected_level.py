# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_time_terms'),
        ('group', '0002_presence'),
        ('outcomes', '0004_columns'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='protectedcell',
            index=models.Index(fields=['level', 'month'], name='outcomes_protected_level'),
        ),
    ]
