# SPDX-License-Identifier: EUPL-1.2

import django.contrib.postgres.constraints
import django.db.models.deletion
import gemensam.core.database
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0002_time_terms'),
        ('core', '0003_pick_up'),
    ]

    operations = [
        migrations.CreateModel(
            name='Queue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.area')),
            ],
            options={
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='Calls',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begins', models.DateField()),
                ('ends', models.DateField()),
                ('offered', models.PositiveIntegerField()),
                ('answered', models.PositiveIntegerField()),
                ('abandoned', models.PositiveIntegerField(null=True)),
                ('within', models.PositiveIntegerField(null=True)),
                ('within_seconds', models.PositiveIntegerField(null=True)),
                ('wait_seconds', models.PositiveIntegerField(null=True)),
                ('talk_seconds', models.PositiveIntegerField(null=True)),
                ('superseded_at', models.DateTimeField(null=True)),
                ('from_import', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.import')),
                ('queue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='telephony.queue')),
            ],
            options={
                'verbose_name_plural': 'calls',
                'indexes': [models.Index(fields=['begins'], name='telephony_calls_begins')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gt', models.F('begins')), _connector='OR'), name='telephony_calls_period'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('superseded_at', None)), expressions=[(gemensam.core.database._Same(models.F('queue_id'), models.F('queue_id')), '&&'), (gemensam.core.database._Period(models.F('begins'), models.F('ends'), models.Value('[)')), '&&')], name='telephony_calls_once'), models.CheckConstraint(condition=models.Q(('answered__lte', models.F('offered')), models.Q(('abandoned', None), ('abandoned__lte', models.F('offered')), _connector='OR'), models.Q(('within', None), ('within__lte', models.F('answered')), _connector='OR')), name='telephony_calls_no_more_than_came')],
            },
        ),
    ]
