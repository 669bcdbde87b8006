# SPDX-License-Identifier: EUPL-1.2
"""How far the registers are from the truth. Put on what is written, never on the truth."""

import json
from dataclasses import asdict, dataclass, fields
from typing import NoReturn

from gemensam.core.failures import ExpectedFailure
from gemensam.formats.issues import mark


class UnknownDisturbanceError(ExpectedFailure):
    """A name or a value that means nothing here; the message lists what does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disturbances:
    """Shares and standard deviations, 0.03 is 3 %.

    `nonresponse`: of those invited to the time survey, how many never answer.
    `nonresponse_workload_link`: log-odds of not answering per unit of true support
    workload (0 to 1); 0 makes silence random.
    `answer_step`: answers come in whole steps of this size.
    `answer_bias_sd`: spread of the personal error, multiplicative per activity.
    `misposted`: of the rows of support cost, how many lie on a wrong cost centre or
    account.
    `new_codes`: of the support cost since the start, how much lies on accounts and cost
    centres that nobody has mapped.
    `cases_without_close`: of the finished cases, how many lack the closing.
    `volume_noise`: spread of counted volumes, as a share of the count.
    `wage_drift`: wages from one year to the next.
    `reorganisations`: how many, 0 to 4.
    """

    nonresponse: float = 0.30
    nonresponse_workload_link: float = 1.5
    answer_step: float = 0.05
    answer_bias_sd: float = 0.20
    misposted: float = 0.03
    new_codes: float = 0.02
    cases_without_close: float = 0.08
    volume_noise: float = 0.03
    wage_drift: float = 0.032
    reorganisations: int = 2

    def __post_init__(self) -> None:
        for name in _SHARES:
            if not 0 <= getattr(self, name) <= 0.9:
                self._refuse(name, 0, 0.9)
        if not 0.001 <= self.answer_step <= 0.5:
            self._refuse("answer_step", 0.001, 0.5)
        if self.reorganisations not in range(5):
            self._refuse("reorganisations", 0, 4)

    def _refuse(self, name: str, low: float, high: float) -> NoReturn:
        raise UnknownDisturbanceError(
            mark("The disturbance {name} is {value}, outside {low} to {high}."),
            name=name,
            value=getattr(self, name),
            low=low,
            high=high,
        )

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2)

    @classmethod
    def from_json(cls, text: str) -> "Disturbances":
        """The defaults with what the text names. Raises UnknownDisturbanceError."""
        try:
            given = json.loads(text)
        except ValueError as error:
            raise UnknownDisturbanceError(
                mark("The disturbances are not JSON: {reason}."), reason=error
            ) from None
        known = {field.name for field in fields(cls)}
        if not isinstance(given, dict) or set(given) - known:
            raise UnknownDisturbanceError(
                mark("Disturbances are an object with some of: {names}."),
                names=", ".join(sorted(known)),
            )
        for name, value in given.items():
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise UnknownDisturbanceError(
                    mark("The disturbance {name} must be a number, not {value}."),
                    name=name,
                    value=json.dumps(value),
                )
        return cls(**given)


_SHARES = (
    "nonresponse",
    "answer_bias_sd",
    "misposted",
    "new_codes",
    "cases_without_close",
    "volume_noise",
    "wage_drift",
)
DEFAULT = Disturbances()
NONE = Disturbances(
    nonresponse=0,
    nonresponse_workload_link=0,
    answer_step=0.001,
    answer_bias_sd=0,
    misposted=0,
    new_codes=0,
    cases_without_close=0,
    volume_noise=0,
)
