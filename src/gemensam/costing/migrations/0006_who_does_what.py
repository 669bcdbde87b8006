# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_documents'),
        ('costing', '0005_mapping_draft'),
        ('group', '0001_initial'),
        ('surveys', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pseudonym', models.CharField(max_length=20)),
                ('percent', models.JSONField()),
                ('made_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='surveyround',
            name='asked',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.round'),
        ),
        migrations.AddField(
            model_name='surveyround',
            name='partial',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='surveyround',
            name='from_import',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.import'),
        ),
        migrations.AddConstraint(
            model_name='surveyround',
            constraint=models.CheckConstraint(condition=models.Q(('from_import__isnull', False), ('asked__isnull', False), _connector='OR'), name='costing_surveyround_has_source'),
        ),
        migrations.AddField(
            model_name='correction',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='correction',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('pseudonym',), name='costing_correction_one'),
        ),
    ]
