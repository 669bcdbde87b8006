# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0009_comments'),
    ]

    operations = [
        migrations.CreateModel(
            name='FoundSuspicions',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evidence', models.CharField(max_length=64, unique=True)),
                ('found', models.JSONField()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'found suspicions',
            },
        ),
    ]
