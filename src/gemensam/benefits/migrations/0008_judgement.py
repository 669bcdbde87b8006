# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0007_packs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('finding', models.CharField(choices=[('genuine', 'It is so: the saving is not whole'), ('explained', 'It has an explanation')], max_length=9)),
                ('words', models.CharField(max_length=400)),
                ('about', models.CharField(max_length=400)),
                ('ore', models.BigIntegerField()),
                ('monthly_ore', models.BigIntegerField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdraws', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawn_by', to='benefits.judgement')),
            ],
            options={
                'indexes': [models.Index(fields=['key'], name='benefits_judgement_key')],
                'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='benefits_judgement_says_why')],
            },
        ),
    ]
