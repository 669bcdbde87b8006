# SPDX-License-Identifier: EUPL-1.2
"""What costing would be told if a municipality's files were imported, without writing
them: the same lines as in the files, read as the importers read them.

`tests/demo/test_memory.py` and `test_memory_of_a_centre.py` hold the two ways together.
"""

from gemensam.demo.memory.municipality import MONTHS, InMemory
from gemensam.demo.memory.sums import CENTRE, Sums, stored_draws, sums_of, volumes_of

__all__ = [
    "CENTRE",
    "MONTHS",
    "InMemory",
    "Sums",
    "stored_draws",
    "sums_of",
    "volumes_of",
]
