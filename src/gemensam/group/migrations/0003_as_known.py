# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models

import gemensam.core.clock

# When it was recorded nobody wrote down: what began was known when it began. Whose a unit
# was before it came to where it belongs now nobody wrote down either.
FILL = """
ALTER TABLE group_placement DISABLE TRIGGER USER;
UPDATE group_placement p SET recorded_at = p.valid_from, ended_at = p.valid_to,
    authority_id = u.authority_id FROM group_unit u WHERE u.id = p.unit_id;
ALTER TABLE group_placement ENABLE TRIGGER USER;
ALTER TABLE group_unitsuccession DISABLE TRIGGER USER;
UPDATE group_unitsuccession SET recorded_at = date;
ALTER TABLE group_unitsuccession ENABLE TRIGGER USER;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('group', '0002_presence'),
    ]

    operations = [
        migrations.AddField(
            model_name='placement',
            name='authority',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.authority'),
        ),
        migrations.AddField(
            model_name='placement',
            name='recorded_at',
            field=models.DateTimeField(default=gemensam.core.clock.now),
        ),
        migrations.AddField(
            model_name='placement',
            name='ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='unitsuccession',
            name='recorded_at',
            field=models.DateTimeField(default=gemensam.core.clock.now),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='placement',
            name='authority',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='group.authority'),
        ),
    ]
