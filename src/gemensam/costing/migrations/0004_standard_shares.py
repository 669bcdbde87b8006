# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_initial'),
        ('costing', '0003_frozen'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StandardShareVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('change', models.CharField(choices=[('own', 'The list that comes with Gemensam'), ('added', 'Added'), ('changed', 'Changed'), ('removed', 'Removed'), ('restored', 'Restored version'), ('imported', 'Imported')], max_length=8)),
                ('about', models.CharField(blank=True, max_length=400)),
                ('created_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('from_import', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='core.import')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='StandardShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField()),
                ('title', models.CharField(blank=True, max_length=400)),
                ('code', models.CharField(blank=True, max_length=100)),
                ('target', models.CharField(max_length=12)),
                ('low', models.DecimalField(decimal_places=4, max_digits=5)),
                ('likely', models.DecimalField(decimal_places=4, max_digits=5)),
                ('high', models.DecimalField(decimal_places=4, max_digits=5)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('source', models.CharField(max_length=200)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='costing.standardshareversion')),
            ],
        ),
        migrations.AddConstraint(
            model_name='standardshareversion',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('superseded_at',), name='costing_standard_one_current', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='standardshare',
            constraint=models.UniqueConstraint(fields=('version', 'title', 'code', 'target'), name='costing_standard_once'),
        ),
        migrations.AddConstraint(
            model_name='standardshare',
            constraint=models.CheckConstraint(condition=models.Q(('low__gte', 0), ('likely__gte', models.F('low')), ('high__gte', models.F('likely')), ('high__lte', 1)), name='costing_standard_in_order'),
        ),
        migrations.AddConstraint(
            model_name='standardshare',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('code', ''), _negated=True), _connector='OR'), name='costing_standard_has_pattern'),
        ),
    ]
