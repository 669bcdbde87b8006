# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_pick_up'),
        ('group', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pseudonym', models.CharField(max_length=20)),
                ('begins', models.DateField()),
                ('ends', models.DateField()),
                ('is_present', models.BooleanField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('from_import', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.import')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.team')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
            ],
            options={
                'verbose_name_plural': 'presence',
                'indexes': [models.Index(condition=models.Q(('superseded_at', None)), fields=['begins', 'ends'], name='group_presence_current')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gt', models.F('begins')), _connector='OR'), name='group_presence_period'), models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('pseudonym', 'begins'), name='group_presence_once')],
            },
        ),
    ]
