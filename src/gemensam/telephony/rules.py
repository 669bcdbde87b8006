# SPDX-License-Identifier: EUPL-1.2
from gemensam.group.rules import Standing, may_import


def ties_queues(standing: Standing) -> bool:
    """Says which area a queue is for: those who take in its files."""
    return may_import(standing)
