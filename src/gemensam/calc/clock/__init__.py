# SPDX-License-Identifier: EUPL-1.2
"""The clock of a promise: a pure fold over events into due time and time taken."""

from gemensam.calc.clock.deadline import Deadline, deadline
from gemensam.calc.clock.elapsed import Elapsed, elapsed
from gemensam.calc.clock.events import (
    Event,
    Paused,
    Reopened,
    Resumed,
    Started,
    Stopped,
    TermsChanged,
)
from gemensam.calc.clock.explanation import (
    RULES,
    STEP_TEXTS,
    UNIT_TEXTS,
    Explanation,
    Step,
    StepKind,
    TermsUsed,
)
from gemensam.calc.clock.history import (
    AlreadyPausedError,
    AlreadyStartedError,
    AlreadyStoppedError,
    EventError,
    NotPausedError,
    NotStartedError,
    NotStoppedError,
    OutOfOrderError,
    State,
)
from gemensam.calc.clock.many import AmountsError, Holds, HoldsError, deadlines
from gemensam.calc.clock.targets import BeyondTimeError, Target, TargetError, Unit
from gemensam.calc.clock.waits import Wait

__all__ = [
    "RULES",
    "STEP_TEXTS",
    "UNIT_TEXTS",
    "AlreadyPausedError",
    "AlreadyStartedError",
    "AlreadyStoppedError",
    "AmountsError",
    "BeyondTimeError",
    "Deadline",
    "Elapsed",
    "Event",
    "EventError",
    "Explanation",
    "Holds",
    "HoldsError",
    "NotPausedError",
    "NotStartedError",
    "NotStoppedError",
    "OutOfOrderError",
    "Paused",
    "Reopened",
    "Resumed",
    "Started",
    "State",
    "Step",
    "StepKind",
    "Stopped",
    "Target",
    "TargetError",
    "TermsChanged",
    "TermsUsed",
    "Unit",
    "Wait",
    "deadline",
    "deadlines",
    "elapsed",
]
