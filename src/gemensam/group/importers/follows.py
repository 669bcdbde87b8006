# SPDX-License-Identifier: EUPL-1.2
"""What follows something in shares: recorded once, and together the whole of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from gemensam.formats.issues import IssueLog
from gemensam.group.importers import kinds


class Follows(NamedTuple):
    """By their codes, from a day on."""

    old: str
    new: str
    day: date
    share: Decimal


Wholes = Mapping[tuple[str, date], Mapping[str, Decimal]]


def wholes(
    rows: Sequence[Follows], recorded: Iterable[Follows], log: IssueLog
) -> Wholes:
    """What follows each on each day of `rows`, with what was recorded before, which
    stands for ever; told of where a share is another, or all are no whole."""
    found: dict[tuple[str, date], dict[str, Decimal]] = defaultdict(dict)
    for old, new, day, share in recorded:
        found[old, day][new] = share
    for old, new, day, share in rows:
        held = found[old, day].setdefault(new, share)
        if held != share:
            log.add(
                kinds.SHARE_RECORDED, code=old, to=new, date=day, share=_percent(held)
            )
    for old, day in dict.fromkeys((row.old, row.day) for row in rows):
        if (total := sum(found[old, day].values())) != 1:
            log.add(kinds.SHARES, code=old, date=day, sum=_percent(total))
    return found


def _percent(share: Decimal | int) -> Decimal:
    """60, 33.5: without needless zeros."""
    return Decimal(100 * share).normalize()
