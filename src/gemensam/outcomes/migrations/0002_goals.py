# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_initial'),
        ('group', '0001_initial'),
        ('outcomes', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(choices=[('cost', 'Cost, change since the baseline'), ('efficiency', 'Cost, change a year after the first'), ('on_time', 'Done on time'), ('lead_time', 'Lead time in working hours'), ('first_right', 'Right the first time'), ('satisfaction', 'Satisfaction, 1 to 5')], max_length=12)),
                ('baseline', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('target', models.DecimalField(decimal_places=2, max_digits=14)),
                ('due', models.DateField()),
                ('set_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.area')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.person')),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('measure', 'area'), name='outcomes_goal_one', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Vision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=4000)),
                ('written_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.Value(1), condition=models.Q(('superseded_at', None)), name='outcomes_vision_one')],
            },
        ),
    ]
