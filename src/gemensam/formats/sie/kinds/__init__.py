# SPDX-License-Identifier: EUPL-1.2
"""Everything a SIE reader can say about a file.

An error is what a controller would stop the import for, a warning what can be lived with
once it is known, an information a curiosity. Codes are stable.
"""

from collections.abc import Iterator
from types import ModuleType

from gemensam.formats.issues import IssueKind
from gemensam.formats.sie.kinds import content, control, file, form

MODULES: tuple[ModuleType, ...] = (file, form, content, control)


def all_kinds() -> Iterator[IssueKind]:
    """Every kind, in the order of the modules."""
    for module in MODULES:
        yield from (v for v in vars(module).values() if isinstance(v, IssueKind))
