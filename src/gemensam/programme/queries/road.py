# SPDX-License-Identifier: EUPL-1.2
"""The road of the pre-study: what is done, what is next, and what may wait.

Every step is told from the facts themselves; nobody ticks a box.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Sum
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from gemensam.benefits.queries.months import baseline_months, newest
from gemensam.benefits.rules import may_compute
from gemensam.costing.models import (
    FrozenBaseline,
    Ledger,
    StaffRow,
    SurveyRound,
    VolumeRow,
)
from gemensam.costing.queries.mapped import Mapped, mapped_of
from gemensam.costing.rules import may_freeze
from gemensam.group.models import Person
from gemensam.group.rules import may_import, sees_ledger
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import MonthSum, ScenarioVersion
from gemensam.outcomes.queries import goals, interval, vision
from gemensam.programme.enums import StepState
from gemensam.programme.queries.report import reports
from gemensam.programme.queries.summary import newest as newest_case
from gemensam.programme.rules import writes_case
from gemensam.ui.templatetags.figures import day, mnkr, number, percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`says` is what is known; `url` opens it, or is empty where it is not for this
    reader; `action` is what to do, empty when there is nothing to do, and `act_at` where,
    when that is another page."""

    title: str
    state: StepState
    says: str
    url: str = ""
    action: str = ""
    act_at: str = ""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What several steps ask."""

    person: Person
    baseline: ScenarioVersion | None
    months: Sequence[date]
    mapped: Mapped | None
    frozen: FrozenBaseline | None


def road(person: Person) -> list[Step]:
    """The steps in the order in which they build on each other, as `person` may open
    them."""
    seen = _seen(person)
    return [
        _files(seen),
        _mapping(seen),
        _who(seen),
        _baseline(seen),
        _differences(seen),
        _freezing(seen),
        _aims(),
        _case(seen),
        _report(seen),
    ]


def next_step(steps: Sequence[Step]) -> Step | None:
    """The first that is not done and can be done now."""
    return next((one for one in steps if one.state is StepState.NOW), None)


def before_a_report(person: Person) -> Step | None:
    """What has to be done first, before there is anything to report; None: nothing."""
    seen = _seen(person)
    if seen.baseline is not None:
        return None
    files = _files(seen)
    return files if seen.mapped is None else _baseline(seen)


def _seen(person: Person) -> _Seen:
    baseline = newest(ScenarioKind.BASELINE)
    computed = baseline_months(baseline) if baseline else []
    months = computed or _ledger_year()
    return _Seen(
        person,
        baseline if computed else None,
        months,
        mapped_of(months) if months else None,
        FrozenBaseline.objects.filter(scenario=baseline).first() if baseline else None,
    )


def _ledger_year() -> list[date]:
    """The months of the last fiscal year that a ledger tells to its end, or of the last."""
    last = Ledger.objects.aggregate(last=Max("through"))["last"]
    if last is None:
        return []
    year = last.year if last.month == 12 else last.year - 1
    told = Ledger.objects.filter(through__year=year).exists()
    return [date(year if told else last.year, month, 1) for month in range(1, 13)]


def _files(seen: _Seen) -> Step:
    ledgers = Ledger.objects.values("legal_entity").distinct().count()
    years = {month.year for month in seen.months}
    people = StaffRow.objects.filter(superseded_at=None, year__in=years)
    staff = people.values("pseudonym").distinct().count()
    parts = [
        ngettext(
            "{count} legal entity with ledgers", "{count} legal entities with ledgers",
            ledgers,
        ).format(count=number(ledgers)),
        ngettext("{count} person in the staff register", "{count} people in the staff register", staff).format(count=number(staff)),
        _("volumes counted") if VolumeRow.objects.exists() else _("no volumes yet"),
    ]  # fmt: skip
    done = bool(ledgers and staff)
    lacks = "staff" if ledgers else "ledger"
    wanted = _("Bring the staff register") if ledgers else _("Bring a ledger (SIE 4)")
    brings = may_import(seen.person.standing)
    return Step(
        title=_("Bring the files"),
        state=StepState.DONE if done else StepState.NOW,
        says=", ".join(parts) + ".",
        url=reverse("site:imports") if brings else "",
        action="" if done else wanted,
        act_at=reverse("site:upload", args=[lacks]) if brings else "",
    )


def _mapping(seen: _Seen) -> Step:
    url = reverse("costing:mapping") if sees_ledger(seen.person.standing) else ""
    title = _("Map the ledgers")
    if seen.mapped is None or not seen.mapped.total_ore:
        return Step(
            title=title,
            state=StepState.AHEAD,
            says=_("There is no ledger to map yet."),
        )
    if seen.mapped.is_whole:
        says = _("All of {kronor} has a place.")
        return Step(
            title=title,
            state=StepState.DONE,
            says=says.format(kronor=mnkr(seen.mapped.total_ore)),
            url=url,
        )
    says = _("{kronor} of {total} has no place yet; {share} % is mapped.")
    return Step(
        title=title,
        state=StepState.NOW,
        says=says.format(
            kronor=mnkr(seen.mapped.unmapped_ore),
            total=mnkr(seen.mapped.total_ore),
            share=number(seen.mapped.percent, 1),
        ),
        url=url,
        action=_("Go on mapping"),
    )


def _who(seen: _Seen) -> Step:
    rounds = SurveyRound.objects.filter(superseded_at=None)
    newest_round = rounds.order_by("-month").first()
    sees = sees_ledger(seen.person.standing)
    if newest_round is None:
        return Step(
            title=_("Who does what"),
            state=StepState.OPEN,
            says=_(
                "Standard shares by title are used until somebody is asked. The range "
                "is wider then; it can be narrowed where it matters."
            ),
            url=reverse("costing:standards") if sees else "",
            action=_("See the standard shares") if sees else "",
        )
    people = newest_round.answers.values("pseudonym").distinct().count()
    answered = (
        newest_round.answers.exclude(share=None).values("pseudonym").distinct().count()
    )
    return Step(
        title=_("Who does what"),
        state=StepState.DONE,
        says=_("{answered} of {asked} answered the time survey ({share}).").format(
            answered=number(answered),
            asked=number(people),
            share=percent(answered / people if people else None, 0),
        ),
        url=reverse("surveys:rounds") if sees else "",
    )


def _baseline(seen: _Seen) -> Step:
    title = _("Compute the baseline")
    computes = may_compute(seen.person.standing)
    if seen.baseline is None:
        ready = seen.mapped is not None
        return Step(
            title=title,
            state=StepState.NOW if ready else StepState.AHEAD,
            says=_("Nothing is computed yet."),
            url=reverse("benefits:compute") if ready and computes else "",
            action=_("Compute it") if ready and computes else "",
        )
    between = interval(seen.baseline.pk, seen.months)
    ore, labour = _cost(seen.baseline)
    says = _("Support costs {kronor} a year.").format(kronor=mnkr(ore))
    if not labour:
        says += " " + _("There was no staff register: bring it and compute again.")
    elif between:
        says += " " + _("Between {low} and {high} in nine cases of ten.").format(
            low=mnkr(between[0]), high=mnkr(between[1])
        )
    return Step(
        title=title,
        state=StepState.DONE if labour else StepState.NOW,
        says=says,
        url=reverse("costing:baseline"),
        action="" if labour or not computes else _("Compute it"),
        act_at=reverse("benefits:compute") if computes else "",
    )


def _cost(baseline: ScenarioVersion) -> tuple[int, int]:
    """Öre in all, and of that personnel."""
    sums = MonthSum.objects.filter(scenario=baseline, source="costing")
    told = sums.aggregate(ore=Sum("cost_ore"), labour=Sum("labour_ore"))
    return int(told["ore"] or 0), int(told["labour"] or 0)


def _differences(seen: _Seen) -> Step:
    known = seen.baseline is not None
    return Step(
        title=_("See how units differ"),
        state=StepState.OPEN if known else StepState.AHEAD,
        says=_("The same service over all who receive it: cost, time, quality.")
        if known
        else _("Needs a computed baseline."),
        url=reverse("benefits:variation") if known else "",
    )


def _freezing(seen: _Seen) -> Step:
    title = _("Freeze the baseline")
    if seen.frozen is not None:
        return Step(
            title=title,
            state=StepState.DONE,
            says=_("Frozen {day}, signed by {name} for {whom}.").format(
                day=day(seen.frozen.frozen_at),
                name=seen.frozen.signed_by.name,
                whom=seen.frozen.on_behalf_of,
            ),
            url=reverse("costing:frozen", args=[seen.frozen.scenario.number]),
        )
    whole = seen.mapped is not None and seen.mapped.is_whole
    ready = seen.baseline is not None
    opens = ready and may_freeze(seen.person.standing)
    return Step(
        title=title,
        state=StepState.NOW if ready and whole else StepState.AHEAD,
        says=_("Frozen it can be held against everything that comes after.")
        if whole
        else _("Not while money lacks a place in the mapping."),
        url=reverse("costing:freezing") if opens else "",
        action=_("See what stands in the way") if opens else "",
    )


def _aims() -> Step:
    count, seen = goals().count(), vision() is not None
    done = seen and count > 0
    if count:
        says = ngettext("{count} goal is set.", "{count} goals are set.", count)
    elif seen:
        says = _("The vision is written, and no goal is set yet.")
    else:
        says = _("Nobody has said yet what is to be reached.")
    return Step(
        title=_("Vision and goals"),
        state=StepState.DONE if done else StepState.NOW,
        says=says.format(count=number(count)),
        url=reverse("programme:goals"),
        action="" if done else _("Write them"),
    )


def _case(seen: _Seen) -> Step:
    title, url = _("Savings case"), reverse("programme:cases")
    found = newest_case()
    if found is None:
        ready = seen.baseline is not None
        writes = writes_case(seen.person.standing)
        return Step(
            title=title,
            state=StepState.NOW if ready else StepState.AHEAD,
            says=_("What can be saved, what it costs to get there, and how sure that is."),
            url=url if ready else "",
            action=_("Make one") if ready and writes else "",
        )  # fmt: skip
    pace = found.result["forecast"]["pace"][3]
    says = _("{low} to {high} lower cost after the first year, most likely {likely}.")
    return Step(
        title=title,
        state=StepState.DONE if found.version else StepState.NOW,
        says=says.format(
            low=percent(pace[0]), high=percent(pace[4]), likely=percent(pace[2])
        )
        + " "
        + (_("Locked.") if found.version else _("Not locked yet.")),
        url=url,
        action="" if found.version else _("Lock a version for the gate"),
    )


def _report(seen: _Seen) -> Step:
    kept = reports(seen.person).first()
    return Step(
        title=_("Report to the steering group"),
        state=StepState.DONE if kept else StepState.OPEN,
        says=_("Made {day}.").format(day=day(kept.dated))
        if kept
        else _(
            "Vision, as-is, variation, potential, cost, risk and the decision needed."
        ),
        url=reverse("programme:reports"),
        action="" if kept else _("Make it"),
    )
