# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0011_suspicions_program'),
        ('catalogue', '0002_time_terms'),
    ]

    operations = [
        migrations.AddField(
            model_name='budgetmove',
            name='origin',
            field=models.CharField(choices=[('programme', 'The programme'), ('improvement', 'An improvement'), ('price', 'A price change')], default='programme', max_length=12),
        ),
        migrations.AddField(
            model_name='budgetmove',
            name='service',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service'),
        ),
    ]
