# SPDX-License-Identifier: EUPL-1.2
"""To the steering group: the result, whose budget was cut for it, the year to come, and
what is suspected of it."""

from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from gemensam.benefits.queries import Summary
from gemensam.benefits.queries.in_brief import YearForecast, YearRealised
from gemensam.benefits.queries.months import ClosedMonths
from gemensam.benefits.queries.realised.registers import Owed
from gemensam.benefits.queries.uncompared import uncompared
from gemensam.group.enums import RoleKind
from gemensam.group.models import Person
from gemensam.outcomes.enums import GoalMeasure
from gemensam.outcomes.queries import goal
from gemensam.site.against import say_case, say_run_rate
from gemensam.site.saying import Link, Sentences, kronor, period
from gemensam.site.sentences.known import Known
from gemensam.site.sentences.suspected import say_suspected
from gemensam.ui.templatetags.figures import (
    mnkr,
    month as month_name,
    saved_share,
    signed_percent,
)


def steering(person: Person, known: Known) -> Sentences:
    told = result(str(RoleKind.STEERING.label), known)
    say_suspected(told, person, known)
    return told


def result(role: str, known: Known) -> Sentences:
    """Of the whole group, to whoever follows it."""
    told, summary = Sentences(role), known.summary
    if summary.closed_through is None:
        told.say(nothing_closed())
        if summary.baseline_ore is not None:
            told.say(
                _("The baseline is computed: support costs {kronor} a year."),
                kronor=Link(mnkr(summary.baseline_ore), reverse("costing:baseline")),
            )
            say_case(told)
        return told
    if summary.saving is None:
        _say_uncompared(told, known, summary.closed_through)
        say_unclosed(told, summary.closed)
        return told
    _say_saved(told, summary, summary.saving.ore)
    say_unclosed(told, summary.closed)
    if summary.run_rate is not None:
        say_run_rate(told, summary.run_rate, f"{reverse('benefits:result')}#run-rate")
    if known.brief.realised:
        _say_realised(told, known.brief.realised)
    _say_forecast(told, known.brief.forecast)
    return told


def nothing_closed() -> str:
    return _("No month is closed yet, so nothing can be said of the result.")


def _say_uncompared(told: Sentences, known: Known, last: date) -> None:
    """Months are closed, and there is nothing to hold them against."""
    told.say(
        _("{month} is closed, but nothing can be said of the result."),
        month=month_name(last).capitalize(),
    )
    for one in uncompared(known.months, known.of):
        told.say("{text}", text=one)


def say_unclosed(told: Sentences, known: ClosedMonths, *, opens: bool = False) -> None:
    """Months that the figures count though they are open, so that they may yet change, and
    those that they do not count, never computed. `opens`: the month's page is the reader's
    to see."""
    if known.open_again:
        names = ", ".join(month_name(one) for one in known.open_again)
        told.say(
            ngettext(
                "{months} is open again and counted as it stands until it is closed.",
                "{months} are open again and counted as they stand until they are closed.",
                len(known.open_again),
            ),
            months=_opening(names, known.open_again[0], opens=opens),
        )
    if known.not_computed:
        names = ", ".join(_span(*one) for one in known.spans)
        told.say(
            ngettext(
                "{months} is not computed and not counted.",
                "{months} are not computed and not counted.",
                len(known.not_computed),
            ),
            months=_opening(names, known.not_computed[0], opens=opens),
        )


def _opening(names: str, first: date, *, opens: bool) -> Link | str:
    names = names[0].upper() + names[1:]
    page = f"{reverse('benefits:month')}?month={first:%Y-%m}"
    return Link(names, page) if opens else names


def _span(first: date, last: date) -> str:
    names = month_name(first), month_name(last)
    return names[0] if first == last else "–".join(names)


def _say_saved(told: Sentences, known: Summary, ore: Decimal) -> None:
    saving, page = known.saving, reverse("benefits:result")
    assert saving is not None
    net = known.net_ore
    template = (
        _("Verified in the ledgers through {month}: {kronor} lower cost ({share} at equal volume and prices; between {low} and {high} in nine cases of ten; net of one-off costs {net}).")
        if ore >= 0
        else _("Verified in the ledgers through {month}: {kronor} higher cost ({share} at equal volume and prices; between {low} and {high} in nine cases of ten; net of one-off costs {net}).")
    )  # fmt: skip
    told.say(
        template,
        month=month_name(known.closed_through),
        kronor=Link(mnkr(abs(int(ore))), page),
        share=Link(signed_percent(-saving.share), page),
        low=signed_percent(-saving.high),
        high=signed_percent(-saving.low),
        net=Link(mnkr(None if net is None else int(net)), f"{page}#net"),
    )


def _say_realised(told: Sentences, known: YearRealised) -> None:
    """Capacity that is gone while the budget stays, and what that waits for."""
    stages, gone = f"{reverse('benefits:realised')}#stages", known.gone
    if not known.has_promise:
        told.say(
            _("No savings case is locked, so {nothing}."),
            nothing=Link(_("nothing counts as realised"), stages),
        )
        return
    if known.missing:
        say_missing(told, known.missing)
    if known.unmoved is None:
        if known.is_few:
            told.say(
                _("What is gone is {nothing}: fewer than five persons are behind it."),
                nothing=Link(_("not told"), stages),
            )
        return
    if known.is_few:
        told.say(
            _("Of {part} what is gone is not told: fewer than five persons are behind it."),
            part=Link(_("part of the year"), stages),
        )  # fmt: skip
    is_whole = not known.is_few and not known.missing
    if not known.unmoved and not is_whole:
        return  # what is not told may be gone, and not be moved
    if not gone:
        told.say(
            _("No capacity is gone yet: {kronor} to move out of the budgets."),
            kronor=Link(kronor(0), stages),
        )
    elif not known.unmoved:
        told.say(
            _("All capacity that is gone this year, {kronor}, is moved out of the budgets."),
            kronor=Link(kronor(gone), stages),
        )  # fmt: skip
    else:
        _say_unmoved(told, known, known.unmoved, stages)


def say_missing(told: Sentences, missing: Owed) -> None:
    """Who is employed is not known, and who owes the register that would tell."""
    text = (
        _("The staff register of {which} has not come, so it is not known which posts are gone: {owner} owes it.")
        if missing.owner
        else _("The staff register of {which} has not come, so it is not known which posts are gone, and nobody is set to see to it.")
    )  # fmt: skip
    told.say(
        text,
        which=Link(missing.which, f"{reverse('benefits:realised')}#posts"),
        owner=missing.owner,
    )


def _say_unmoved(
    told: Sentences, known: YearRealised, unmoved: int, stages: str
) -> None:
    moves = reverse("benefits:budget")
    if 0 < known.unbooked < unmoved:
        told.say(
            _(
                "{kronor} of this year’s capacity is gone and not moved out of any budget: {decided} is decided but not booked, and for the rest a decision is needed."
            ),
            kronor=Link(kronor(unmoved), stages),
            decided=Link(kronor(known.unbooked), moves),
        )
        return
    text = (
        _("it is decided but not booked")
        if known.unbooked
        else _("a decision is needed")
    )
    told.say(
        _("{kronor} of this year’s capacity is gone and not moved out of any budget: {what}."),
        kronor=Link(kronor(unmoved), stages),
        what=Link(text, moves),
    )  # fmt: skip


def _say_forecast(told: Sentences, known: YearForecast | None) -> None:
    page, held = reverse("benefits:forecast"), goal(GoalMeasure.COST)
    if known is None:
        told.say(
            _("There is {nothing}: the baseline lacks months of it."),
            nothing=Link(_("no forecast of the year"), page),
        )
        return
    if known.is_whole and held:
        text = _(
            "{period} cost {kronor} in all: {share} at equal volume and prices (between {low} and {high} in nine cases of ten), against the goal {goal}."
        )
    elif known.is_whole:
        text = _(
            "{period} cost {kronor} in all: {share} at equal volume and prices (between {low} and {high} in nine cases of ten)."
        )
    elif held:
        text = _(
            "Forecast for {period}: support costs {kronor}, {share} at equal volume and prices (between {low} and {high} in nine cases of ten), against the goal {goal}."
        )
    else:
        text = _(
            "Forecast for {period}: support costs {kronor}, {share} at equal volume and prices (between {low} and {high} in nine cases of ten)."
        )
    target = signed_percent(held.target / 100) if held else ""
    told.say(
        text,
        period=period(known.first, known.last),
        kronor=Link(mnkr(round(known.outcome.figure)), page),
        share=Link(saved_share(known.saving.figure), page),
        low=saved_share(known.saving.high),
        high=saved_share(known.saving.low),
        goal=Link(target, reverse("programme:goals")),
    )  # fmt: skip
