# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0005_verified'),
        ('outcomes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptForecast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('closed_through', models.DateField()),
                ('outcome_ore', models.BigIntegerField()),
                ('low_ore', models.BigIntegerField()),
                ('high_ore', models.BigIntegerField()),
                ('saving', models.DecimalField(decimal_places=6, max_digits=9)),
                ('saving_low', models.DecimalField(decimal_places=6, max_digits=9)),
                ('saving_high', models.DecimalField(decimal_places=6, max_digits=9)),
                ('p_15', models.DecimalField(decimal_places=4, max_digits=5)),
                ('p_20', models.DecimalField(decimal_places=4, max_digits=5)),
                ('path', models.JSONField()),
                ('seed', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('baseline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outcomes.scenarioversion')),
                ('close', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='forecast', to='benefits.monthclose')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('low_ore__lte', models.F('outcome_ore')), ('outcome_ore__lte', models.F('high_ore'))), name='benefits_forecast_ordered')],
            },
        ),
    ]
