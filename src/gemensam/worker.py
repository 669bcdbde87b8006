# SPDX-License-Identifier: EUPL-1.2
"""The worker's own process: `python -m gemensam.worker`."""

import os
import sys

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

from gemensam.core.set_up import set_up


def run_jobs() -> None:
    """Run jobs of every queue until told to stop. A database that stops ends it with the
    database's own words, without a trace."""
    from procrastinate.contrib.django import app  # noqa: PLC0415  when Django is set up

    django_side = app.connector
    assert isinstance(django_side, DjangoConnector)
    try:
        with app.replace_connector(django_side.get_worker_connector()):
            app.run_worker()
    except ConnectorException as error:
        sys.stderr.write(f"{error.__cause__ or error}\n")
        sys.exit(1)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gemensam.settings")
    set_up()
    run_jobs()
