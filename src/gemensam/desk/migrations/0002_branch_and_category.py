# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_initial'),
        ('desk', '0001_initial'),
        ('group', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='branch',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name='case',
            name='category',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('branch', ''), _negated=True), fields=['branch'], name='desk_case_branch'),
        ),
    ]
