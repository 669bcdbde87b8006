# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('costing', '0010_unplaced'),
        ('group', '0001_initial'),
        ('outcomes', '0003_sums'),
    ]

    operations = [
        migrations.AddField(
            model_name='costrun',
            name='computed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='frozenbaseline',
            name='confirmations',
            field=models.JSONField(null=True),
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('right', 'It is right'), ('wrong', 'Something is wrong')], max_length=5)),
                ('words', models.CharField(blank=True, max_length=1000)),
                ('cost_ore', models.BigIntegerField()),
                ('digest', models.BinaryField(max_length=32)),
                ('at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.person')),
                ('scenario', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='outcomes.scenarioversion')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('scenario', 'unit'), name='costing_confirmation_one'), models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'wrong'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='costing_confirmation_says_what_is_wrong')],
            },
        ),
    ]
