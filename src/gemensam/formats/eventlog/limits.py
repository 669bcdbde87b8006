# SPDX-License-Identifier: EUPL-1.2
"""How much of a log is read before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The defaults let through every log we know of with a wide margin.

    `ratio` counts once `unjudged` bytes have come out of a packed file: real logs pack
    to between a twentieth and a fortieth, a bomb to a thousandth.
    """

    unpacked: int = 1 << 34
    ratio: int = 250
    unjudged: int = 1 << 26
    events_in_case: int = 2_000_000
    attributes: int = 10_000
    levels: int = 16
    csv: int = 1 << 30
    rows: int = 10_000_000
