# SPDX-License-Identifier: EUPL-1.2
"""What a funnel says, in a sentence one can read aloud."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _, ngettext

from gemensam.benefits.enums import Measured, Per
from gemensam.benefits.queries.variation import Compared
from gemensam.calc.variation import Placed, Shift
from gemensam.ui.templatetags.figures import (
    kr,
    number,
    percent,
    real_time,
    working_time,
)

NAMED = 7  # places named in a sentence; the rest are counted


def shown(compared: Compared, value: float) -> str:
    """A value of what is compared, as people read it."""
    match compared.measured:
        case Measured.COST:
            return kr(round(value))
        case Measured.LEAD if compared.is_working_time:
            return working_time(value)
        case Measured.LEAD:
            return real_time(value * 60)
    return percent(value)


def told(compared: Compared, per: Per, names: Mapping[int, str], unit: str) -> str:
    """The plain sentence: from where to where, and how many differ by more than chance."""
    return f"{_range(compared, unit)}; {_differing(compared, per, names)}"


def _range(compared: Compared, unit: str) -> str:
    values = [one.value for one in compared.funnel.places]
    low, high = shown(compared, min(values)), shown(compared, max(values))
    match compared.measured:
        case Measured.COST:
            text = _("Between {low} and {high} per {unit}")
        case Measured.LEAD:
            text = _("Between {low} and {high} from opened to done")
        case Measured.ON_TIME:
            text = _("Between {low} and {high} done on time")
        case _:
            text = _("Between {low} and {high} right the first time")
    return text.format(low=low, high=high, unit=unit)


def _differing(compared: Compared, per: Per, names: Mapping[int, str]) -> str:
    found = compared.funnel.differing
    if not found:
        if per == Per.UNIT:
            return _("no unit differs from the others by more than chance.")
        return _("no administration differs from the others by more than chance.")
    count = len(found)
    if per == Per.UNIT:
        text = ngettext(
            "{n} unit differs from the others by more than chance: {names}.",
            "{n} units differ from the others by more than chance: {names}.",
            count,
        )
    else:
        text = ngettext(
            "{n} administration differs from the others by more than chance: {names}.",
            "{n} administrations differ from the others by more than chance: {names}.",
            count,
        )
    return text.format(n=number(count), names=_named(found, names))


def _named(found: Sequence[Placed], names: Mapping[int, str]) -> str:
    ordered = sorted(found, key=lambda one: -abs(one.z))
    said = [names.get(_key(one), "–") for one in ordered[:NAMED]]
    if len(ordered) > NAMED:
        left = len(ordered) - NAMED
        said.append(ngettext("{n} more", "{n} more", left).format(n=number(left)))
    return ", ".join(said)


def _key(one: Placed) -> int:
    assert isinstance(one.key, int)
    return one.key


def spread(compared: Compared) -> str:
    """How far apart all of them lie, against chance alone."""
    funnel = compared.funnel
    if funnel.spread is None:
        return _(
            "There are too few to know how far apart they usually lie; chance alone is "
            "reckoned with."
        )
    if funnel.is_overdispersed:
        return _(
            "As a whole they lie {times} times as far apart as chance alone would put "
            "them. That ordinary spread is reckoned with before anyone is named."
        ).format(times=number(funnel.spread, 1))
    return _("As a whole they lie no further apart than chance would put them.")


def difference(gap: Shift, here: str, there: str) -> str:
    """Two places' lead times in days, with how sure the difference is."""
    if not gap.is_more_than_chance:
        return _(
            "Cases take about as long in {there} as in {here}: half are done within "
            "{b} and {a} days. The difference, {estimate} days (between {low} and "
            "{high} in 95 cases of 100), may be chance."
        ).format(**_values(gap, here, there))
    if gap.estimate > 0:
        return _(
            "A case takes typically {estimate} days longer in {there} than in {here} "
            "(between {low} and {high} in 95 cases of 100). Half are done within {a} "
            "days in {here} and {b} in {there}."
        ).format(**_values(gap, here, there))
    return _(
        "A case takes typically {estimate} days less in {there} than in {here} "
        "(between {low} and {high} in 95 cases of 100). Half are done within {a} "
        "days in {here} and {b} in {there}."
    ).format(**_values(gap, here, there))


def _values(gap: Shift, here: str, there: str) -> dict[str, str]:
    sign = -1 if gap.is_more_than_chance and gap.estimate < 0 else 1
    low, high = sorted((sign * gap.low, sign * gap.high))
    return {
        "here": here,
        "there": there,
        "estimate": number(sign * gap.estimate, 1),
        "low": number(low, 1),
        "high": number(high, 1),
        "a": number(gap.median_here, 1),
        "b": number(gap.median_there, 1),
    }
