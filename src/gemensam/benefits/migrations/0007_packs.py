# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0006_forecast'),
        ('core', '0002_documents'),
        ('group', '0001_initial'),
        ('outcomes', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Pack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('kind', models.CharField(choices=[('unit', 'Unit'), ('administration', 'Administration or company'), ('steering', 'Steering group')], max_length=14)),
                ('reader', models.CharField(choices=[('own', 'Whoever answers for it'), ('group', 'Those who follow the group')], max_length=5)),
                ('edition', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=240)),
                ('content', models.JSONField()),
                ('figures', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('differs', models.BooleanField(null=True)),
                ('made_at', models.DateTimeField()),
                ('baseline', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outcomes.scenarioversion')),
                ('close', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packs', to='benefits.monthclose')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pdf', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
            ],
        ),
        migrations.CreateModel(
            name='PackSending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('begun_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('failure', models.CharField(blank=True, max_length=200)),
                ('pack', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sendings', to='benefits.pack')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.person')),
            ],
        ),
        migrations.AddIndex(
            model_name='pack',
            index=models.Index(fields=['month', 'kind', 'unit', 'reader'], name='benefits_pack_of'),
        ),
        migrations.AddConstraint(
            model_name='pack',
            constraint=models.UniqueConstraint(fields=('close', 'kind', 'unit', 'reader'), name='benefits_pack_once', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='packsending',
            index=models.Index(condition=models.Q(('begun_at', None), ('failure', '')), fields=['asked_at'], name='benefits_packsending_waits'),
        ),
        migrations.AddConstraint(
            model_name='packsending',
            constraint=models.UniqueConstraint(fields=('pack', 'person'), name='benefits_packsending_once', nulls_distinct=False),
        ),
    ]
