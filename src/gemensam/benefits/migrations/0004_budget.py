# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0003_months'),
        ('core', '0002_documents'),
        ('group', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BudgetMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('ore', models.BigIntegerField()),
                ('from_month', models.DateField()),
                ('is_permanent', models.BooleanField()),
                ('decision', models.CharField(max_length=200)),
                ('decided_on', models.DateField()),
                ('note', models.CharField(blank=True, max_length=400)),
                ('made_at', models.DateTimeField()),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.authority')),
                ('from_import', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.import')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='benefits.budgetmove')),
            ],
        ),
        migrations.CreateModel(
            name='BudgetBooking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voucher', models.CharField(max_length=200)),
                ('booked_on', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdraws', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawn_by', to='benefits.budgetbooking')),
                ('move', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='benefits.budgetmove')),
            ],
        ),
        migrations.AddConstraint(
            model_name='budgetmove',
            constraint=models.CheckConstraint(condition=models.Q(('from_month__day', 1)), name='benefits_move_first_of_month'),
        ),
        migrations.AddConstraint(
            model_name='budgetmove',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ore__gt', 0), ('reverses', None)), models.Q(('ore__lt', 0), ('reverses__isnull', False)), _connector='OR'), name='benefits_move_amount'),
        ),
    ]
