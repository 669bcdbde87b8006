# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_documents'),
        ('costing', '0006_who_does_what'),
        ('group', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='poolshare',
            name='labour_ore',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='poolshare',
            name='overhead_ore',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='poolshare',
            name='stepped_ore',
            field=models.BigIntegerField(default=0),
        ),
        migrations.CreateModel(
            name='Inhabitants',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('count', models.PositiveIntegerField()),
                ('source', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'inhabitants',
            },
        ),
        migrations.CreateModel(
            name='KoladaTitle',
            fields=[
                ('kpi', models.CharField(max_length=6, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=400)),
                ('area', models.CharField(blank=True, max_length=120)),
                ('description', models.TextField(blank=True, max_length=2000)),
                ('from_import', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.import')),
            ],
        ),
        migrations.CreateModel(
            name='PoolStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('driver', models.CharField(blank=True, choices=[('fte', 'Full-time posts'), ('users', 'Users or devices'), ('metres', 'Square metres'), ('cases', 'Cases'), ('volume', 'Volume')], max_length=8)),
                ('weight', models.DecimalField(decimal_places=3, max_digits=17)),
                ('whole', models.DecimalField(decimal_places=3, max_digits=17)),
                ('amount_ore', models.BigIntegerField()),
                ('pool', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pool_steps', to='costing.costrun')),
            ],
        ),
        migrations.CreateModel(
            name='StepDownVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('reason', models.CharField(max_length=400)),
                ('made_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='StepDownRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField()),
                ('driver', models.CharField(choices=[('fte', 'Full-time posts'), ('users', 'Users or devices'), ('metres', 'Square metres'), ('cases', 'Cases'), ('volume', 'Volume')], max_length=8)),
                ('pool', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='costing.stepdownversion')),
            ],
        ),
        migrations.CreateModel(
            name='DriverReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('driver', models.CharField(choices=[('fte', 'Full-time posts'), ('users', 'Users or devices'), ('metres', 'Square metres'), ('cases', 'Cases'), ('volume', 'Volume')], max_length=8)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='costing.stepdownversion')),
            ],
        ),
        migrations.AddField(
            model_name='costrun',
            name='step_down',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='costing.stepdownversion'),
        ),
        migrations.CreateModel(
            name='CapacityYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('weeks', models.DecimalField(decimal_places=2, max_digits=4)),
                ('hours_a_week', models.DecimalField(decimal_places=2, max_digits=5)),
                ('holidays', models.DecimalField(decimal_places=2, max_digits=6)),
                ('vacation', models.DecimalField(decimal_places=2, max_digits=6)),
                ('absence', models.DecimalField(decimal_places=2, max_digits=6)),
                ('training', models.DecimalField(decimal_places=2, max_digits=6)),
                ('reason', models.CharField(max_length=400)),
                ('made_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('superseded_at',), name='costing_capacity_one_current', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='KoladaPin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kpi', models.CharField(max_length=6)),
                ('municipality', models.CharField(max_length=4)),
                ('pinned_at', models.DateTimeField()),
                ('unpinned_at', models.DateTimeField(null=True)),
                ('pinned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('unpinned_at', None)), fields=('kpi', 'municipality'), name='costing_pin_once')],
            },
        ),
        migrations.CreateModel(
            name='KoladaValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kpi', models.CharField(max_length=6)),
                ('municipality', models.CharField(max_length=4)),
                ('name', models.CharField(blank=True, max_length=80)),
                ('year', models.PositiveSmallIntegerField()),
                ('gender', models.CharField(max_length=1)),
                ('value', models.DecimalField(decimal_places=6, max_digits=20)),
                ('fetched_on', models.DateField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('from_import', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.import')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('kpi', 'municipality', 'year', 'gender'), name='costing_kolada_current')],
            },
        ),
        migrations.AddConstraint(
            model_name='stepdownversion',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('superseded_at',), name='costing_stepdown_one_current', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='stepdownrule',
            constraint=models.UniqueConstraint(fields=('version', 'pool'), name='costing_stepdown_pool'),
        ),
        migrations.AddConstraint(
            model_name='stepdownrule',
            constraint=models.UniqueConstraint(fields=('version', 'order'), name='costing_stepdown_order'),
        ),
        migrations.AddConstraint(
            model_name='driverreading',
            constraint=models.UniqueConstraint(fields=('version', 'driver', 'unit'), name='costing_reading_one'),
        ),
        migrations.AddConstraint(
            model_name='driverreading',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='costing_reading_not_negative'),
        ),
    ]
