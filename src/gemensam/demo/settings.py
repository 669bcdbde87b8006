# SPDX-License-Identifier: EUPL-1.2
"""What may be asked of the generator."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gemensam.core.failures import ExpectedFailure
from gemensam.demo.disturbances import DEFAULT, Disturbances
from gemensam.formats.issues import mark


class Stage(StrEnum):
    """Where in the customer's story the municipality is stopped."""

    FILES = "files"
    PRESTUDY = "prestudy"
    DESIGN = "design"
    PILOT = "pilot"
    OPERATION = "operation"

    @property
    def has_centre(self) -> bool:
        """The centre exists as a unit that serves somebody."""
        return self in (Stage.PILOT, Stage.OPERATION)


class NotPossibleError(ExpectedFailure):
    """A wish that no municipality could fulfil; the message says which and the cure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`today` is the day the files are written; `months` the age of the centre then.

    `scale` 1 is 5 200 employees. Raises NotPossibleError.
    """

    today: date
    seed: int = 1
    scale: float = 1.0
    months: int = 11
    at: Stage = Stage.OPERATION
    disturbances: Disturbances = field(default=DEFAULT)
    desk: bool = True  # the centre's cases are in the product; else in another system

    def __post_init__(self) -> None:
        if not 0.02 <= self.scale <= 12:
            raise NotPossibleError(
                mark("The scale {scale} is outside 0.02 to 12. 1 is 5 200 people."),
                scale=self.scale,
            )
        if not 0 <= self.months <= 36:
            raise NotPossibleError(
                mark("The centre's age {months} is outside 0 to 36 months."),
                months=self.months,
            )
        if not date(2015, 1, 1) <= self.today < date(2090, 1, 1):
            raise NotPossibleError(
                mark("The day {day} is outside the years 2015 to 2089."), day=self.today
            )

    @property
    def employees(self) -> int:
        """Monthly paid people in the whole group."""
        return round(5200 * self.scale)
