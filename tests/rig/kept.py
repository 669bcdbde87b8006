# SPDX-License-Identifier: EUPL-1.2
"""What this process keeps of closed months, for tests of who reads them and when."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from gemensam.benefits.queries import in_brief
from gemensam.outcomes.queries import columns, hidden, sums
from gemensam.outcomes.queries.kept import Kept

STORES = {"columns": columns, "hidden": hidden, "sums": sums, "in_brief": in_brief}


@contextmanager
def nothing_kept() -> Iterator[None]:
    """As if the process had just started."""
    with pytest.MonkeyPatch.context() as patch:
        for module in STORES.values():
            was: Kept[Any] = module._kept
            patch.setattr(module, "_kept", Kept(most=was.most, size=was.size))
        yield


def how_many() -> dict[str, int]:
    """How many readings of each are kept."""
    return {name: len(module._kept._known) for name, module in STORES.items()}
