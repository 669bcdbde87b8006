# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_time_terms'),
        ('desk', '0002_branch_and_category'),
        ('group', '0002_presence'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('service__isnull', False), ('status', 'resolved'), ('system', 'foreign'), ('unit__isnull', False)), fields=['resolved_at'], name='desk_case_logs'),
        ),
    ]
