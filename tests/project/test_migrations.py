# SPDX-License-Identifier: EUPL-1.2
from django.core.management import call_command

import pytest


@pytest.mark.usefixtures("empty")
def test_no_change_of_a_model_lacks_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
