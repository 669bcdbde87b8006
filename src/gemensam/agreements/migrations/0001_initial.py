# SPDX-License-Identifier: EUPL-1.2

import django.contrib.postgres.constraints
import django.db.models.deletion
import gemensam.core.database
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_initial'),
        ('group', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Terms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('interim', 'Interim terms'), ('understanding', 'Internal understanding'), ('contract', 'Contract')], max_length=13)),
                ('price_ore', models.BigIntegerField(null=True)),
                ('basis', models.CharField(max_length=400)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='group.unit')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='catalogue.service')),
            ],
            options={
                'verbose_name_plural': 'terms',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(gemensam.core.database._Same(models.F('service_id'), models.F('service_id')), '&&'), (gemensam.core.database._Same(models.F('customer_id'), models.F('customer_id')), '&&'), (gemensam.core.database._Period(models.F('valid_from'), models.F('valid_to'), models.Value('[)')), '&&')], name='agreements_terms_one'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='agreements_terms_period'), models.CheckConstraint(condition=models.Q(('price_ore__isnull', True), ('price_ore__gte', 0), _connector='OR'), name='agreements_terms_price')],
            },
        ),
    ]
