# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('costing', '0011_confirmations'),
        ('surveys', '0002_disposed'),
    ]

    operations = [
        migrations.AddField(
            model_name='surveyround',
            name='disposed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='AnswerRetention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.PositiveIntegerField()),
                ('decision', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('superseded_at',), name='costing_retention_one_current', nulls_distinct=False)],
            },
        ),
    ]
