# SPDX-License-Identifier: EUPL-1.2

import django.contrib.postgres.constraints
import django.db.models.deletion
import gemensam.core.database
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('group', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Area',
            fields=[
                ('code', models.CharField(max_length=12, primary_key=True, serialize=False)),
                ('name_sv', models.CharField(max_length=80)),
                ('name_en', models.CharField(max_length=80)),
                ('order', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ('order',),
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('version', models.PositiveIntegerField()),
                ('definition', models.JSONField()),
                ('published_at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'opening hours',
                'constraints': [models.UniqueConstraint(fields=('name', 'version'), name='catalogue_openinghours_version')],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True)),
                ('name_sv', models.CharField(max_length=160)),
                ('name_en', models.CharField(max_length=160)),
                ('includes_sv', models.TextField(blank=True)),
                ('includes_en', models.TextField(blank=True)),
                ('everyday_words', models.CharField(blank=True, max_length=400)),
                ('unit_sv', models.CharField(max_length=60)),
                ('unit_en', models.CharField(max_length=60)),
                ('counting_source', models.CharField(choices=[('case', 'Cases'), ('meter', 'Meter readings'), ('subscription', 'Subscriptions')], max_length=12)),
                ('counting_rule_sv', models.CharField(max_length=300)),
                ('counting_rule_en', models.CharField(max_length=300)),
                ('tier', models.CharField(choices=[('base', 'Base service'), ('add_on', 'Add-on service'), ('special', 'Special service')], default='base', max_length=8)),
                ('confidentiality', models.CharField(choices=[('open', 'Within the unit and the team'), ('hr', 'Parties and the handling team only')], default='open', max_length=8)),
                ('default_priority', models.PositiveSmallIntegerField(choices=[(1, 'P1 – work stops for many'), (2, 'P2 – work stops for a unit'), (3, 'P3 – one person is hindered'), (4, 'P4 – can wait')], default=4)),
                ('orderable', models.BooleanField(default=False)),
                ('concerns_persons', models.BooleanField(default=False)),
                ('basis', models.CharField(max_length=200)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='catalogue.area')),
            ],
            options={
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='LevelTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('priority', models.PositiveSmallIntegerField(choices=[(1, 'P1 – work stops for many'), (2, 'P2 – work stops for a unit'), (3, 'P3 – one person is hindered'), (4, 'P4 – can wait')])),
                ('measure', models.PositiveSmallIntegerField(choices=[(1, 'First answer'), (2, 'Done')])),
                ('amount', models.PositiveIntegerField()),
                ('unit', models.CharField(choices=[('minutes', 'working minutes'), ('days', 'working days'), ('clock_minutes', 'minutes round the clock')], max_length=13)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('hours', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='catalogue.openinghours')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levels', to='catalogue.service')),
            ],
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(choices=[('centre', 'Service centre'), ('local', 'Local'), ('other', 'Other entity')], max_length=6)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('provided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='provides', to='group.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='group.unit')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='catalogue.service')),
            ],
            options={
                'verbose_name_plural': 'deliveries',
            },
        ),
        migrations.CreateModel(
            name='ServiceSuccession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('share', models.DecimalField(decimal_places=8, max_digits=9)),
                ('basis', models.CharField(max_length=400)),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='succeeded_by', to='catalogue.service')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='succeeds', to='catalogue.service')),
            ],
        ),
        migrations.CreateModel(
            name='StandardTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minutes', models.DecimalField(decimal_places=3, max_digits=10)),
                ('basis', models.CharField(max_length=200)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standard_times', to='catalogue.service')),
            ],
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='catalogue_service_period'),
        ),
        migrations.AddConstraint(
            model_name='leveltarget',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(gemensam.core.database._Same(models.F('service_id'), models.F('service_id')), '&&'), (gemensam.core.database._Same(models.F('priority'), models.F('priority')), '&&'), (gemensam.core.database._Same(models.F('measure'), models.F('measure')), '&&'), (gemensam.core.database._Period(models.F('valid_from'), models.F('valid_to'), models.Value('[)')), '&&')], name='catalogue_level_one'),
        ),
        migrations.AddConstraint(
            model_name='leveltarget',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='catalogue_level_period'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['unit', 'service', 'valid_from'], name='catalogue_delivery_unit'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(gemensam.core.database._Same(models.F('service_id'), models.F('service_id')), '&&'), (gemensam.core.database._Same(models.F('unit_id'), models.F('unit_id')), '&&'), (gemensam.core.database._Period(models.F('valid_from'), models.F('valid_to'), models.Value('[)')), '&&')], name='catalogue_delivery_one_provider'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='catalogue_delivery_period'),
        ),
        migrations.AddConstraint(
            model_name='servicesuccession',
            constraint=models.UniqueConstraint(fields=('predecessor', 'successor', 'date'), name='catalogue_succession_once'),
        ),
        migrations.AddConstraint(
            model_name='servicesuccession',
            constraint=models.CheckConstraint(condition=models.Q(('share__gt', 0), ('share__lte', 1)), name='catalogue_succession_share'),
        ),
        migrations.AddConstraint(
            model_name='standardtime',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(gemensam.core.database._Same(models.F('service_id'), models.F('service_id')), '&&'), (gemensam.core.database._Period(models.F('valid_from'), models.F('valid_to'), models.Value('[)')), '&&')], name='catalogue_standardtime_one'),
        ),
        migrations.AddConstraint(
            model_name='standardtime',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='catalogue_standardtime_period'),
        ),
        migrations.AddConstraint(
            model_name='standardtime',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__gte', 0)), name='catalogue_standardtime_minutes'),
        ),
    ]
