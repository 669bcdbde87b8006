# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0008_judgement'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BudgetComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.CharField(max_length=60)),
                ('month', models.DateField()),
                ('text', models.CharField(max_length=1000)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='benefits.budgetcomment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaces', None)), fields=('row', 'month'), name='benefits_comment_first'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='benefits_comment_says_something')],
            },
        ),
    ]
