# SPDX-License-Identifier: EUPL-1.2
"""When a promise falls due, how much of it is used, and when it was first broken.

Terms always apply from the start of the clock, with every hold there has been: that is
how a change of priority or agreement neither loses nor forgives any time. A pause that
begins when the time is already used up moves nothing.
"""

from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from gemensam.calc.clock.history import History, State, Terms


class Reckoning(NamedTuple):
    """One set of terms applied to a history; all in microseconds."""

    due: int
    allowance: int
    used: int


def reckon(history: History, terms: Terms, share: Fraction | None = None) -> Reckoning:
    """When the allowance, or a share of it, is used up if nothing more happens.

    A clock on hold is taken to resume at once. A stopped one keeps the due time it was
    stopped with. Raises HorizonError, BeyondTimeError.
    """
    target, started = terms.target, history.started
    until, cuts = history.now, history.cuts(target.runs_during)
    if history.state is State.STOPPED:
        until, cuts = cuts[-1][0], cuts[:-1]
    ruler = target.ruler(terms.calendar)
    read = ruler.reading
    origin = read(started)
    allowance = target.allowance(terms.calendar, started)
    goal = origin + (allowance if share is None else ceil(allowance * share))
    held = 0
    for begin, end, _ in cuts:
        before = read(begin)
        length = read(end) - before
        held += length
        if before < goal:
            goal += length
    return Reckoning(ruler.earliest(goal), allowance, read(until) - origin - held)


def first_broken(history: History, due: int) -> int | None:
    """The first moment the clock ran past a due time, by the terms of that moment.

    `due` is that of the terms now in force. Once found it never goes away: later terms
    do not change what was promised before them.
    """
    for terms, following in pairwise(history.terms):
        seen = history.until(following.since)
        broken = _ran_past(seen, terms, reckon(seen, terms).due)
        if broken is not None:
            return broken
    return _ran_past(history, history.terms[-1], due)


def is_late(history: History, due: int) -> bool:
    """Whether the clock ran past `due`, as if the terms now in force always were."""
    terms = history.terms[-1]._replace(since=history.started)
    return _ran_past(history, terms, due) is not None


def _ran_past(history: History, terms: Terms, due: int) -> int | None:
    if history.now <= due:
        return None
    for begin, end in history.running(history.cuts(terms.target.runs_during)):
        since = max(begin, terms.since)
        if end > since and end > due:
            return max(due, since)
    return None
