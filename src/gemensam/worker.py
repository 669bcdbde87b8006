# SPDX-License-Identifier: EUPL-1.2
"""The worker's own process: `python -m gemensam.worker`."""

import os

import django
from django.core.management import call_command

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gemensam.settings")
    django.setup()
    call_command("procrastinate", "worker")
