# SPDX-License-Identifier: EUPL-1.2

import django.db.models.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_initial'),
        ('costing', '0004_standard_shares'),
        ('group', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MappingDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('base', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='costing.mappingversion')),
                ('became', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='costing.mappingversion')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='DraftRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField()),
                ('chart', models.CharField(blank=True, choices=[('kommun-bas', 'Kommun-Bas'), ('bas', 'BAS')], max_length=12)),
                ('account', models.CharField(blank=True, max_length=400)),
                ('cost_centre', models.CharField(blank=True, max_length=2000)),
                ('activity', models.CharField(blank=True, max_length=400)),
                ('project', models.CharField(blank=True, max_length=400)),
                ('counterpart', models.CharField(blank=True, max_length=400)),
                ('treatment', models.CharField(choices=[('people', 'Personnel: goes to the people of the cost centre'), ('direct', 'Direct cost of a service'), ('overhead', 'Overhead of the support unit'), ('one_off', 'One-off cost of the programme'), ('internal', 'Internal charges, eliminated'), ('outside', 'Not support')], max_length=8)),
                ('note', models.CharField(blank=True, max_length=400)),
                ('legal_entity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='group.legalentity')),
                ('service', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.service')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='costing.mappingdraft')),
            ],
        ),
        migrations.AddConstraint(
            model_name='mappingdraft',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('closed_at',), name='costing_draft_one_open', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='draftrule',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('draft', 'order'), name='costing_draftrule_order'),
        ),
        migrations.AddConstraint(
            model_name='draftrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('service__isnull', False), ('treatment', 'direct')), models.Q(models.Q(('treatment', 'direct'), _negated=True), ('service__isnull', True)), _connector='OR'), name='costing_draftrule_direct_has_service'),
        ),
    ]
