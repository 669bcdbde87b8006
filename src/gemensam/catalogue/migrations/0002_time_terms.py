# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='standardtime',
            name='base',
            field=models.DecimalField(decimal_places=3, max_digits=10, null=True),
        ),
        migrations.AddField(
            model_name='standardtime',
            name='made_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='TimeTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('minutes', models.DecimalField(decimal_places=3, max_digits=8)),
                ('share', models.DecimalField(decimal_places=4, max_digits=5)),
                ('time', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='catalogue.standardtime')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('time', 'name'), name='catalogue_timeterm_once'), models.CheckConstraint(condition=models.Q(('minutes__gte', 0), ('share__gt', 0), ('share__lte', 1)), name='catalogue_timeterm_adds')],
            },
        ),
    ]
