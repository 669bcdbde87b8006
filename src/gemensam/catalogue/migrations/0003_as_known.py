# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models

import gemensam.core.clock

# When it was recorded nobody wrote down: what began was known when it began.
FILL = """
ALTER TABLE catalogue_servicesuccession DISABLE TRIGGER USER;
UPDATE catalogue_servicesuccession SET recorded_at = date;
ALTER TABLE catalogue_servicesuccession ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_time_terms'),
    ]

    operations = [
        migrations.AddField(
            model_name='servicesuccession',
            name='recorded_at',
            field=models.DateTimeField(default=gemensam.core.clock.now),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
