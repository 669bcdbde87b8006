# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0002_computation'),
        ('core', '0002_documents'),
        ('group', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HeldAtClose',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=240)),
                ('rows', models.BigIntegerField()),
                ('ore', models.BigIntegerField(null=True)),
                ('net_ore', models.BigIntegerField(null=True)),
                ('digest', models.CharField(max_length=32)),
            ],
            options={
                'verbose_name_plural': 'held at close',
            },
        ),
        migrations.CreateModel(
            name='SourceDuty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=240)),
                ('due_day', models.PositiveSmallIntegerField()),
                ('ends', models.DateField(null=True)),
                ('made_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name_plural': 'source duties',
            },
        ),
        migrations.AddField(
            model_name='computation',
            name='kind',
            field=models.CharField(choices=[('baseline', 'Baseline'), ('plan', 'Plan'), ('actual', 'Outcome')], default='baseline', max_length=8),
        ),
        migrations.AddField(
            model_name='computation',
            name='months',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='monthclose',
            name='newest_import',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.import'),
        ),
        migrations.AddField(
            model_name='monthclose',
            name='reopened_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='computation',
            name='years',
            field=models.JSONField(default=list),
        ),
        migrations.AddConstraint(
            model_name='monthclose',
            constraint=models.CheckConstraint(condition=models.Q(('reopened_at', None), models.Q(('reason', ''), _negated=True), _connector='OR'), name='benefits_monthclose_reopened_says_why'),
        ),
        migrations.AddField(
            model_name='heldatclose',
            name='close',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='held', to='benefits.monthclose'),
        ),
        migrations.AddField(
            model_name='sourceduty',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sourceduty',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.person'),
        ),
        migrations.AddConstraint(
            model_name='heldatclose',
            constraint=models.UniqueConstraint(fields=('close', 'source'), name='benefits_held_once'),
        ),
        migrations.AddConstraint(
            model_name='sourceduty',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('source',), name='benefits_duty_one'),
        ),
        migrations.AddConstraint(
            model_name='sourceduty',
            constraint=models.CheckConstraint(condition=models.Q(('due_day__gte', 1), ('due_day__lte', 28)), name='benefits_duty_day'),
        ),
        migrations.AddConstraint(
            model_name='sourceduty',
            constraint=models.CheckConstraint(condition=models.Q(('ends', None), ('ends__day', 1), _connector='OR'), name='benefits_duty_first_of_month'),
        ),
    ]
