# SPDX-License-Identifier: EUPL-1.2

import django.contrib.postgres.constraints
import django.core.validators
import django.db.models.deletion
import gemensam.core.database
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LegalEntity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('orgnr', models.CharField(max_length=10, null=True, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('municipality', 'Municipality'), ('company', 'Company'), ('federation', 'Federation'), ('foundation', 'Foundation')], max_length=12)),
                ('chart', models.CharField(choices=[('kommun-bas', 'Kommun-Bas'), ('bas', 'BAS')], max_length=12)),
                ('fiscal_year_start', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)])),
                ('vat_deduction_ratio', models.DecimalField(decimal_places=4, default=Decimal('1'), max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)])),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('vat_deduction_ratio__gte', 0), ('vat_deduction_ratio__lte', 1)), name='group_legalentity_vat_ratio'), models.CheckConstraint(condition=models.Q(('orgnr__regex', '^\\d{10}$')), name='group_legalentity_orgnr')],
            },
        ),
        migrations.CreateModel(
            name='Authority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True)),
                ('kind', models.CharField(choices=[('committee', 'Committee'), ('joint_committee', 'Joint committee'), ('company_board', 'Company board'), ('federation_board', 'Federation board')], max_length=16)),
                ('legal_entity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='group.legalentity')),
            ],
            options={
                'verbose_name_plural': 'authorities',
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('protected_identity', models.BooleanField(default=False)),
                ('active', models.BooleanField(default=True)),
                ('account', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='person', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'people',
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('name_key', models.CharField(editable=False, max_length=400)),
                ('kind', models.CharField(choices=[('group', 'Municipal group'), ('administration', 'Administration'), ('company', 'Company'), ('department', 'Department'), ('unit', 'Unit'), ('support', 'Support department'), ('centre', 'Service centre')], max_length=14)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='group.authority')),
                ('legal_entity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='group.legalentity')),
            ],
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('area', models.CharField(max_length=12)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='group.unit')),
            ],
        ),
        migrations.CreateModel(
            name='RoleAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('programme_manager', 'Programme manager'), ('controller', 'Controller'), ('unit_manager', 'Unit manager'), ('agent', 'Case officer'), ('team_leader', 'Team leader'), ('centre_manager', 'Centre manager'), ('steering', 'Steering group'), ('company_ceo', 'Company CEO'), ('union_rep', 'Union representative'), ('administrator', 'Administrator')], max_length=18)),
                ('area', models.CharField(blank=True, max_length=12)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='group.person')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='group.team')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='group.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='group.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='group.unit')),
            ],
        ),
        migrations.AddField(
            model_name='person',
            name='home',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='group.unit'),
        ),
        migrations.CreateModel(
            name='UnitAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(choices=[('hr', 'HR system'), ('ledger', 'Ledger (cost centre)'), ('tickets', 'Ticket system (unit)'), ('meters', 'Meters and volumes')], max_length=8)),
                ('code', models.CharField(max_length=100)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('legal_entity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='group.legalentity')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aliases', to='group.unit')),
            ],
            options={
                'verbose_name_plural': 'unit aliases',
            },
        ),
        migrations.CreateModel(
            name='UnitSuccession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('share', models.DecimalField(decimal_places=8, max_digits=9)),
                ('basis', models.CharField(max_length=400)),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='succeeded_by', to='group.unit')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='succeeds', to='group.unit')),
            ],
        ),
        migrations.CreateModel(
            name='TeamMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='group.person')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='group.team')),
            ],
            options={
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(gemensam.core.database._Same(models.F('team_id'), models.F('team_id')), '&&'), (gemensam.core.database._Same(models.F('person_id'), models.F('person_id')), '&&'), (gemensam.core.database._Period(models.F('valid_from'), models.F('valid_to'), models.Value('[)')), '&&')], name='group_teammember_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='group_teammember_period')],
            },
        ),
        migrations.AddIndex(
            model_name='unit',
            index=models.Index(fields=['name_key'], name='group_unit_name_key'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='group_unit_period'),
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='group_role_period'),
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=models.UniqueConstraint(fields=('person', 'role', 'unit', 'area', 'team', 'valid_from'), name='group_role_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(gemensam.core.database._Same(models.F('unit_id'), models.F('unit_id')), '&&'), (gemensam.core.database._Period(models.F('valid_from'), models.F('valid_to'), models.Value('[)')), '&&')], name='group_placement_one_parent'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='group_placement_period'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(('unit', models.F('parent')), _negated=True), name='group_placement_not_itself'),
        ),
        migrations.AddIndex(
            model_name='unitalias',
            index=models.Index(fields=['register', 'legal_entity', 'code'], name='group_unitalias_code'),
        ),
        migrations.AddConstraint(
            model_name='unitalias',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='group_unitalias_period'),
        ),
        migrations.AddConstraint(
            model_name='unitalias',
            constraint=models.UniqueConstraint(fields=('register', 'legal_entity', 'code', 'valid_from'), name='group_unitalias_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='unitalias',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('register', 'ledger'), _negated=True), ('legal_entity__isnull', False), _connector='OR'), name='group_unitalias_ledger_has_entity'),
        ),
        migrations.AddConstraint(
            model_name='unitsuccession',
            constraint=models.UniqueConstraint(fields=('predecessor', 'successor', 'date'), name='group_succession_once'),
        ),
        migrations.AddConstraint(
            model_name='unitsuccession',
            constraint=models.CheckConstraint(condition=models.Q(('share__gt', 0), ('share__lte', 1)), name='group_succession_share'),
        ),
    ]
