# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('is_active', models.BooleanField(default=True)),
                ('language', models.CharField(default='sv', max_length=2)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('size', models.BigIntegerField()),
                ('name', models.CharField(max_length=255)),
                ('kept', models.BooleanField(default=True)),
                ('received_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ChainAnchor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=63)),
                ('sealed_at', models.DateTimeField()),
                ('after_id', models.BigIntegerField()),
                ('up_to_id', models.BigIntegerField()),
                ('events', models.BigIntegerField()),
                ('hash', models.BinaryField(max_length=32)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('table', 'after_id'), name='core_anchor_one_line')],
            },
        ),
        migrations.CreateModel(
            name='Installation',
            fields=[
                ('only', models.BooleanField(default=True, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('built_by_demo', models.BooleanField(default=False)),
                ('clock_offset', models.BigIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('only', True)), name='core_installation_one_row')],
            },
        ),
        migrations.CreateModel(
            name='SavedMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('source', models.CharField(max_length=200)),
                ('version', models.PositiveIntegerField()),
                ('mapping', models.JSONField()),
                ('saved_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'source', 'version'), name='core_savedmapping_version'), models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('kind', 'source'), name='core_savedmapping_one_current')],
            },
        ),
        migrations.CreateModel(
            name='AuditEvent',
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
                ('aggregate', models.CharField(max_length=80)),
                ('action', models.CharField(max_length=60)),
                ('acting_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='core_auditevent_at')],
                'constraints': [models.UniqueConstraint(fields=('aggregate', 'seq'), name='core_auditevent_chain')],
            },
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('received', 'Received'), ('read', 'Read, waiting for a decision'), ('committed', 'Imported'), ('undone', 'Undone'), ('refused', 'Refused'), ('unchanged', 'Already imported')], default='received', max_length=10)),
                ('original_name', models.CharField(max_length=255)),
                ('original_sha256', models.CharField(max_length=64)),
                ('original_size', models.BigIntegerField()),
                ('options', models.JSONField(default=dict)),
                ('key_version', models.PositiveSmallIntegerField(null=True)),
                ('report', models.JSONField(default=dict)),
                ('progress', models.JSONField(default=dict)),
                ('received_at', models.DateTimeField()),
                ('committed_at', models.DateTimeField(null=True)),
                ('received_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mapping', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='core.savedmapping')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='core.storedfile')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', '-received_at'], name='core_import_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('committed_at__isnull', False), ('state', 'committed')), models.Q(models.Q(('state', 'committed'), _negated=True), ('committed_at__isnull', True)), _connector='OR'), name='core_import_committed_has_time')],
            },
        ),
    ]
