# SPDX-License-Identifier: EUPL-1.2
"""A page to the steering group: the saving against the promise, how far it is realised,
efficiency, quality, budget, and what is missing and who owes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _, ngettext, pgettext

from gemensam.benefits.enums import LIGHTS
from gemensam.benefits.queries.budget import budget_moved
from gemensam.benefits.queries.efficiency import Efficiency, efficiency, known_from
from gemensam.benefits.queries.months import centre_start, latest
from gemensam.benefits.queries.packs.evidence import Evidence
from gemensam.benefits.queries.packs.facts import Fact, Told, count, ore, share
from gemensam.benefits.queries.packs.ground import Ground
from gemensam.benefits.queries.packs.shared import (
    bridge_table,
    deviations_facts,
    deviations_table,
    left_out,
    stage_told,
    stages_facts,
)
from gemensam.benefits.queries.routine.awaited import Awaited
from gemensam.benefits.queries.routine.missing import missing_sources
from gemensam.benefits.queries.saving import Saving, saving_over, share_over
from gemensam.benefits.queries.summary import (
    RUN_RATE_MONTHS,
    Quality,
    one_off_ore,
    quality,
)
from gemensam.benefits.queries.uncompared import uncompared
from gemensam.calc.realised import Stage
from gemensam.core import clock
from gemensam.core.documents import (
    Block,
    Bullets,
    Figure,
    Figures,
    Heading,
    Paragraph,
    Table,
)
from gemensam.outcomes.enums import GoalMeasure
from gemensam.outcomes.queries import at_baseline, goal
from gemensam.ui.templatetags.figures import (
    mnkr,
    month as month_name,
    number,
    percent,
    saved_share,
    signed_percent,
)

MOST_MISSING = 6
DECEMBER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """As known when the month was closed; None where it cannot be known."""

    saving: Saving | None
    rate: float | None
    one_off: int | None
    efficiency: Efficiency | None
    quality: Quality
    moved: int | None
    missing: list[Awaited]


def steering_page(ground: Ground, known: Evidence) -> Told:
    facts = _gathered(ground, known)
    return Told(
        title=_title(ground.month),
        about=_("The saving, how far it is realised, quality, and what is missing"),
        blocks=tuple(_blocks(ground, known, facts)),
        facts=tuple(_figures(ground, known, facts)),
    )


def _title(month: date) -> str:
    """All is told from January on, so that December's is the report of the year."""
    if month.month == DECEMBER:
        return _("To the steering group, the year {year}").format(year=month.year)
    return _("To the steering group, {month}").format(month=month_name(month))


def _gathered(ground: Ground, known: Evidence) -> Facts:
    months = list(known.months)
    today = clock.local(ground.at).date()
    return Facts(
        saving=saving_over(months, of=ground.of),
        rate=share_over(latest(months, RUN_RATE_MONTHS), of=ground.of),
        one_off=one_off_ore(ground.actual, months),
        efficiency=efficiency(ground.month),
        quality=quality(months, of=ground.of),
        moved=budget_moved(today=today),
        missing=missing_sources(today=today) or [],
    )


def _figures(ground: Ground, known: Evidence, facts: Facts) -> Iterator[Fact]:
    saving = facts.saving
    yield ore("saving", _("Saved so far this year"), saving.ore if saving else None)
    yield share("share", _("Share saved"), saving.share if saving else None)
    rate = facts.rate
    yield share("rate", _("Present run rate"), rate)
    yield ore("one_off", _("One-off costs"), facts.one_off)
    yield share("on_time", _("On time"), facts.quality.on_time)
    yield ore("moved", _("Moved out of the budget, a year"), facts.moved)
    yield count("missing", _("Files missing"), len(facts.missing))
    if facts.efficiency:
        yield share("efficiency", _("Yearly efficiency"), facts.efficiency.share)
    if known.realised:
        yield from stages_facts(known.realised.told)
    yield from deviations_facts(known.deviations(None), ground.services)


def _blocks(ground: Ground, known: Evidence, facts: Facts) -> Iterator[Block]:
    yield Figures(figures=tuple(_headline(ground, facts, known)))
    yield from _realised(known)
    whole = known.bridge.whole if known.bridge else None
    if whole:
        yield bridge_table(
            whole, _("From the baseline to the outcome, so far this year")
        )
        differs = known.deviations(None)
        yield deviations_table(differs, ground.services, _("Services that differ most, at equal volume and prices"))  # fmt: skip
    yield Heading(text=_("Efficiency, quality and budget"))
    yield Bullets(items=tuple(_rest(ground, facts)))
    yield Heading(text=_("What is missing, and who owes it"))
    yield from _missing(facts.missing)
    yield Paragraph(
        text=_("Saved: the baseline less the outcome at the baseline’s volumes and in its prices, from the ledgers. The range holds in nine cases of ten."),
        small=True,
    )  # fmt: skip


def _headline(ground: Ground, facts: Facts, known: Evidence) -> Iterator[Figure]:
    saving, rate = facts.saving, facts.rate
    if saving is None:
        yield Figure(
            label=_("Saved so far this year"),
            value=_("nothing to compare with")
            if ground.of.baseline_months
            else _("no baseline"),
            note=" ".join(uncompared(list(known.months), ground.of)),
        )
        return
    between = _("{low} to {high} in nine cases of ten").format(
        low=saved_share(saving.low), high=saved_share(saving.high)
    )
    yield Figure(
        label=_("Saved so far this year"),
        value=mnkr(int(saving.ore)),
        note=f"{saved_share(saving.share)}; {between}",
    )
    yield _promise(saving, known)
    if rate is not None:
        target = goal(GoalMeasure.COST)
        note = _("the last three closed months")
        if target:
            note += "; " + _("goal {goal}").format(
                goal=signed_percent(target.target / 100)
            )
        yield Figure(label=_("Present run rate"), value=saved_share(rate), note=note)
    if facts.one_off is not None:
        yield Figure(
            label=_("Net of one-off costs"),
            value=mnkr(int(saving.ore) - facts.one_off),
            note=_("one-off costs {kronor}").format(kronor=mnkr(facts.one_off)),
        )


def _promise(saving: Saving, known: Evidence) -> Figure:
    held = known.realised
    if held is None or not held.has_promise:
        return Figure(
            label=_("Promised"), value="–", note=_("no savings case is locked")
        )
    promised = held.total[Stage.PROMISED]
    off = int(saving.ore) - promised
    text = (
        _("{kronor} more than promised")
        if off >= 0
        else _("{kronor} less than promised")
    )
    return Figure(
        label=_("Promised so far this year"),
        value=mnkr(promised),
        note=text.format(kronor=mnkr(abs(off))),
    )


def _realised(known: Evidence) -> Iterator[Block]:
    if not known.rows:
        return
    headers = [_("Promised"), _("Delivered"), _("Capacity gone"), _("Budget moved"), _("Verified")]  # fmt: skip
    rows = [
        (
            row.authorities[0].name
            if len(row.authorities) == 1
            else _("Others together"),
            *(stage_told(row.told[stage]) for stage in Stage),
            str(LIGHTS[row.light]),
        )
        for row in known.rows
    ]
    if known.realised and len(rows) > 1:
        total = known.realised.told
        rows.append((_("In all"), *(stage_told(total[stage]) for stage in Stage), ""))
    yield Table(
        caption=_("How far the promise has come"),
        headers=(_("Authority"), *headers, pgettext("stage", "Light")),
        rows=tuple(rows),
        texts=(0, len(headers) + 1),
        total=len(rows) > 1,
    )
    if known.realised:
        yield from left_out(known.realised, known.realised.authorities)


def _rest(ground: Ground, facts: Facts) -> Iterator[str]:
    found = facts.efficiency
    if found:
        text = _("Yearly efficiency: {share} ({low} to {high} in nine cases of ten).")
        yield text.format(
            share=saved_share(found.share),
            low=saved_share(found.low),
            high=saved_share(found.high),
        )
    else:
        yield _not_known(centre_start())
    yield _on_time(facts.quality)
    if facts.quality.satisfaction is not None:
        text = _("Satisfaction: {value} of 5, from {count} ratings.")
        yield text.format(
            value=number(facts.quality.satisfaction, 1),
            count=number(facts.quality.rated),
        )
    if facts.moved is None:
        yield _("Budget moved: nothing is decided yet.")
    else:
        text = _("Budget moved and booked: {kronor} a year.")
        yield text.format(kronor=mnkr(facts.moved))


def _not_known(start: date | None) -> str:
    if start is None:
        return _("Yearly efficiency: cannot be known before there is a centre.")
    text = _("Yearly efficiency: not known before {month} is closed.")
    return text.format(month=month_name(known_from(start)))


def _on_time(held: Quality) -> str:
    if held.on_time is None:
        return _("On time: no case was done.")
    base, target = at_baseline(GoalMeasure.ON_TIME), goal(GoalMeasure.ON_TIME)
    before = (
        _("baseline {share}").format(share=percent(base / 100))
        if base is not None
        else _("no baseline")
    )
    parts = [before]
    if target:
        parts.append(_("goal {goal}").format(goal=percent(target.target / 100)))
    text = _("On time so far this year: {share} ({beside}).")
    return text.format(share=percent(held.on_time), beside=", ".join(parts))


def _missing(missing: list[Awaited]) -> Iterator[Block]:
    if not missing:
        yield Paragraph(text=_("Nothing is missing."))
        return
    told = [
        _("{source}, {month}: {owner}").format(
            source=one.source.title,
            month=month_name(one.month),
            owner=one.duty.owner.name if one.duty.owner else _("nobody sees to it"),
        )
        for one in missing[:MOST_MISSING]
    ]
    left = len(missing) - len(told)
    if left > 0:
        told.append(ngettext("{n} more", "{n} more", left).format(n=number(left)))
    yield Bullets(items=tuple(told))
