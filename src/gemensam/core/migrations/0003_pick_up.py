# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_documents'),
    ]

    operations = [
        migrations.CreateModel(
            name='PickUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('options', models.JSONField(default=dict)),
                ('name', models.CharField(max_length=255)),
                ('place', models.CharField(max_length=60)),
                ('size', models.BigIntegerField()),
                ('changed_ns', models.BigIntegerField()),
                ('still_since', models.DateTimeField()),
                ('state', models.CharField(choices=[('seen', 'Not whole yet'), ('taken', 'Being taken in'), ('waiting', 'Waits for a decision'), ('done', 'Imported'), ('refused', 'Refused'), ('gone', 'Taken away before it was read')], default='seen', max_length=10)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('why', models.JSONField(default=dict)),
                ('first_seen_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('record', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.import')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['place'], name='core_pickup_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('done', 'refused', 'gone'))), models.Q(models.Q(('state__in', ('done', 'refused', 'gone')), _negated=True), ('ended_at', None)), _connector='OR'), name='core_pickup_ended_has_time')],
            },
        ),
    ]
