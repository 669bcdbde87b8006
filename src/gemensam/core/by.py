# SPDX-License-Identifier: EUPL-1.2
"""Who does something, for whom, and by which road: every action takes one."""

from dataclasses import dataclass

from gemensam.core.enums import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """`account` is None when the system itself acts: a job, an import at the console."""

    origin: Origin
    account: int | None = None
    acting_for: int | None = None
    request: str = ""


CONSOLE = By(origin=Origin.CLI)
JOB = By(origin=Origin.JOB)
