# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_initial'),
        ('core', '0001_initial'),
        ('group', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseLog',
            fields=[
                ('from_import', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='core.import')),
                ('name', models.CharField(max_length=200)),
                ('system', models.CharField(choices=[('desk', 'Gemensam'), ('foreign', 'Other system')], max_length=8)),
            ],
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=24, unique=True)),
                ('system', models.CharField(choices=[('desk', 'Gemensam'), ('foreign', 'Other system')], default='desk', max_length=8)),
                ('provider', models.CharField(choices=[('centre', 'Service centre'), ('local', 'Local'), ('other', 'Other entity')], max_length=6)),
                ('requester_label', models.CharField(blank=True, max_length=200)),
                ('confidentiality', models.CharField(choices=[('open', 'Within the unit and the team'), ('hr', 'Parties and the handling team only')], default='open', max_length=8)),
                ('channel', models.CharField(choices=[('portal', 'Portal'), ('mail', 'E-mail'), ('phone', 'Telephone'), ('imported', 'Imported')], max_length=8)),
                ('subject', models.CharField(max_length=300)),
                ('status', models.CharField(choices=[('new', 'New'), ('taken', 'In progress'), ('waiting', 'Waiting for the customer'), ('resolved', 'Done'), ('forgotten', 'Never closed in its system')], default='new', max_length=9)),
                ('priority', models.PositiveSmallIntegerField(choices=[(1, 'P1 – work stops for many'), (2, 'P2 – work stops for a unit'), (3, 'P3 – one person is hindered'), (4, 'P4 – can wait')])),
                ('promise', models.JSONField(null=True)),
                ('opened_at', models.DateTimeField()),
                ('touched_at', models.DateTimeField()),
                ('first_answer_at', models.DateTimeField(null=True)),
                ('resolved_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('due_answer_at', models.DateTimeField(null=True)),
                ('on_time', models.BooleanField(null=True)),
                ('lead_minutes', models.PositiveIntegerField(null=True)),
                ('waited_minutes', models.PositiveIntegerField(default=0)),
                ('customer_answered', models.BooleanField(default=False)),
                ('reopened', models.PositiveSmallIntegerField(default=0)),
                ('rating', models.PositiveSmallIntegerField(null=True)),
                ('search', models.TextField(blank=True)),
                ('assignee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.person')),
                ('hours', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.openinghours')),
                ('provided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
                ('requester', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='group.person')),
                ('service', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.service')),
                ('team', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='group.team')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
                ('log', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='desk.caselog')),
            ],
        ),
        migrations.CreateModel(
            name='Route',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='catalogue.service')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='routes', to='group.team')),
            ],
        ),
        migrations.CreateModel(
            name='CaseEvent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('seq', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('origin', models.CharField(choices=[('web', 'Web page'), ('cli', 'Command line'), ('import', 'Imported file'), ('job', 'Background job'), ('api', 'Interface'), ('mail', 'E-mail')], max_length=6)),
                ('request', models.CharField(blank=True, max_length=36)),
                ('payload', models.JSONField(null=True)),
                ('salt', models.BinaryField(max_length=16, null=True)),
                ('digest', models.BinaryField(max_length=32)),
                ('hash', models.BinaryField(max_length=32)),
                ('kind', models.CharField(choices=[('opened', 'Opened'), ('routed', 'Routed'), ('taken', 'Taken'), ('waiting', 'Waits for the customer'), ('answered', 'The customer answered'), ('continued', 'Work continues'), ('message', 'Message'), ('note', 'Internal note'), ('resolved', 'Done'), ('reopened', 'Reopened'), ('rated', 'Rated'), ('activity', 'Activity in another system')], max_length=9)),
                ('who', models.CharField(blank=True, max_length=200)),
                ('visible', models.BooleanField(default=False)),
                ('acting_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='desk.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'seq'), name='desk_caseevent_chain')],
            },
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('status__in', ('new', 'taken', 'waiting'))), fields=['team', 'due_at', 'id'], name='desk_case_queue'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['unit', '-opened_at', '-id'], name='desk_case_unit'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['team', '-opened_at', '-id'], name='desk_case_team'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['resolved_at'], name='desk_case_resolved'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('resolved_at__isnull', False), ('status', 'resolved')), models.Q(models.Q(('status', 'resolved'), _negated=True), ('resolved_at__isnull', True)), _connector='OR'), name='desk_case_resolved_has_time'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('rating__isnull', True), models.Q(('rating__gte', 1), ('rating__lte', 5)), _connector='OR'), name='desk_case_rating'),
        ),
        migrations.AddConstraint(
            model_name='route',
            constraint=models.UniqueConstraint(fields=('service', 'provided_by'), name='desk_route_one'),
        ),
    ]
