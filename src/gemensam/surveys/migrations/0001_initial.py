# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('group', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('shares', 'Shares over options that make 100 %')], max_length=8)),
                ('text_sv', models.CharField(max_length=300)),
                ('text_en', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('made_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField(max_length=32, unique=True)),
                ('way', models.CharField(choices=[('mail', 'By mail'), ('list', 'On a list')], max_length=4)),
                ('made_at', models.DateTimeField()),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='surveys.invitation')),
            ],
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('code', models.CharField(max_length=12)),
                ('group', models.CharField(max_length=12)),
                ('group_sv', models.CharField(max_length=80)),
                ('group_en', models.CharField(blank=True, max_length=80)),
                ('label_sv', models.CharField(max_length=200)),
                ('label_en', models.CharField(blank=True, max_length=200)),
                ('hint_sv', models.CharField(blank=True, max_length=400)),
                ('hint_en', models.CharField(blank=True, max_length=400)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='options', to='surveys.question')),
            ],
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.question')),
            ],
        ),
        migrations.CreateModel(
            name='ResponseShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('percent', models.PositiveSmallIntegerField()),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.option')),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='surveys.response')),
            ],
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('whodoeswhat', 'Who does what'), ('pulse', 'Pulse'), ('satisfaction', 'Satisfaction')], max_length=12)),
                ('title', models.CharField(max_length=120)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('closed', 'Closed'), ('cancelled', 'Cancelled')], default='draft', max_length=9)),
                ('recipients', models.CharField(choices=[('employees', 'Everyone answers for themselves'), ('managers', 'Each unit manager answers for their employees')], max_length=9)),
                ('about_from', models.DateField()),
                ('about_to', models.DateField()),
                ('opens_on', models.DateField()),
                ('closes_on', models.DateField()),
                ('intro', models.TextField(blank=True)),
                ('contact', models.CharField(max_length=200)),
                ('union_notice', models.TextField(blank=True)),
                ('union_noticed_on', models.DateField(null=True)),
                ('step', models.PositiveSmallIntegerField(default=5)),
                ('made_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='question',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='surveys.round'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='surveys.round'),
        ),
        migrations.CreateModel(
            name='Subject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('label', models.CharField(blank=True, max_length=160)),
                ('likely', models.JSONField(default=list)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subjects', to='surveys.invitation')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subjects', to='surveys.round')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.unit')),
            ],
        ),
        migrations.AddField(
            model_name='response',
            name='subject',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='surveys.subject'),
        ),
        migrations.CreateModel(
            name='Mailing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('invitation', 'Invitation'), ('reminder', 'Reminder')], max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('failure', models.CharField(blank=True, max_length=200)),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mailings', to='surveys.invitation')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['asked_at'], name='surveys_mailing_waits')],
            },
        ),
        migrations.AddConstraint(
            model_name='option',
            constraint=models.UniqueConstraint(fields=('question', 'code'), name='surveys_option_once'),
        ),
        migrations.AddConstraint(
            model_name='responseshare',
            constraint=models.UniqueConstraint(fields=('response', 'option'), name='surveys_share_once'),
        ),
        migrations.AddConstraint(
            model_name='responseshare',
            constraint=models.CheckConstraint(condition=models.Q(('percent__gt', 0), ('percent__lte', 100)), name='surveys_share_percent'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('closes_on__isnull', True), ('closes_on__gt', models.F('opens_on')), _connector='OR'), name='surveys_round_period'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('about_to__gte', models.F('about_from'))), name='surveys_round_about'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['open', 'closed']), _negated=True), models.Q(('union_noticed_on__isnull', False), models.Q(('union_notice', ''), _negated=True)), _connector='OR'), name='surveys_round_unions_first'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('round', 'order'), name='surveys_question_order'),
        ),
        migrations.AddConstraint(
            model_name='subject',
            constraint=models.UniqueConstraint(fields=('round', 'key'), name='surveys_subject_once'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('subject', 'question'), name='surveys_response_one'),
        ),
    ]
