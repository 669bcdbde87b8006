# SPDX-License-Identifier: EUPL-1.2
"""The one thing a start page says: result, what breaks it, what you do. Computed, never
typed; every figure is a link to what it is made of."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _, ngettext

from gemensam.benefits.queries import Summary, closed_through, summary, year_to_date
from gemensam.benefits.queries.months import newest
from gemensam.benefits.queries.moved import moved_units
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Area
from gemensam.core import clock
from gemensam.core.models import Import
from gemensam.desk.enums import CaseStatus
from gemensam.desk.models import Case
from gemensam.desk.queries.queue import assigned, by_area, mine, pressure, queue
from gemensam.group.enums import RoleKind
from gemensam.group.models import LegalEntity, Person, Unit
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import ProtectedCell
from gemensam.outcomes.queries import Where, figures
from gemensam.outcomes.queries.figures import company_sight, figures_in, units_sight
from gemensam.site.against import say_case, say_on_time, say_run_rate
from gemensam.site.own_page import say_pack
from gemensam.site.saying import Link, Sentences
from gemensam.ui.templatetags.figures import (
    kr,
    mnkr,
    month as month_name,
    number,
    percent,
    signed_percent,
    tkr,
    when,
)

VAT = Decimal("0.25")


def sentences_for(person: Person) -> list[Sentences]:
    """One paragraph per role the person has; a customer when none."""
    speakers: dict[RoleKind, Callable[[Person], Sentences]] = {
        RoleKind.STEERING: _steering,
        RoleKind.CENTRE_MANAGER: _centre_manager,
        RoleKind.PROGRAMME_MANAGER: _programme_manager,
        RoleKind.CONTROLLER: _controller,
        RoleKind.TEAM_LEADER: _team_leader,
        RoleKind.AGENT: _agent,
        RoleKind.UNIT_MANAGER: _unit_manager,
        RoleKind.COMPANY_CEO: _company_ceo,
        RoleKind.UNION_REP: _union_rep,
        RoleKind.ADMINISTRATOR: _administrator,
    }
    roles = person.standing.roles
    told = [speak(person) for role, speak in speakers.items() if role in roles]
    return told or [_customer(person)]


def group_sentences() -> Iterator[str]:
    """The group's sentences as plain text, for the command line."""
    for sentences in (_result(_("The group"), summary()),):
        for said in sentences.said:
            yield strip_tags(said).replace("&nbsp;", " ")


# ------------------------------------------------------------------ who is told what


def _steering(person: Person) -> Sentences:
    del person
    return _result(str(RoleKind.STEERING.label), summary())


def _result(role: str, known: Summary) -> Sentences:
    told = Sentences(role)
    result = reverse("benefits:result")
    saving = known.saving
    if known.closed_through is None or saving is None:
        told.say(_nothing_closed())
        if known.baseline_ore is not None:
            told.say(
                _("The baseline is computed: support costs {kronor} a year."),
                kronor=Link(mnkr(known.baseline_ore), reverse("costing:baseline")),
            )
            say_case(told)
        return told
    lower = saving.ore >= 0
    template = (
        _("Verified in the ledgers through {month}: {kronor} lower cost ({share} at equal volume and prices; between {low} and {high} in nine cases of ten; net of one-off costs {net}).")
        if lower
        else _("Verified in the ledgers through {month}: {kronor} higher cost ({share} at equal volume and prices; between {low} and {high} in nine cases of ten; net of one-off costs {net}).")
    )  # fmt: skip
    told.say(
        template,
        month=month_name(known.closed_through),
        kronor=Link(mnkr(abs(int(saving.ore))), result),
        share=Link(signed_percent(-saving.share), result),
        low=signed_percent(-saving.high),
        high=signed_percent(-saving.low),
        net=Link(mnkr(int(known.net_ore or 0)), f"{result}#net"),
    )
    if known.run_rate is not None:
        say_run_rate(told, known.run_rate, f"{result}#run-rate")
    return told


def _nothing_closed() -> str:
    return _("No month is closed yet, so nothing can be said of the result.")


def _centre_manager(person: Person) -> Sentences:
    told = Sentences(str(RoleKind.CENTRE_MANAGER.label))
    last = closed_through()
    if last:
        _say_on_time(told, person, last)
    at = clock.now()
    centre = Case.objects.open().filter(provider=Provider.CENTRE)
    areas = by_area(centre, at=at)
    if areas and areas[0].late:
        worst = areas[0]
        told.say(
            ngettext(
                "{area} is behind: {late} case past its promise, {waiting} waiting for the customer.",
                "{area} is behind: {late} cases past their promise, {waiting} waiting for the customer.",
                worst.late,
            ),
            area=str(Area.objects.get(pk=worst.area)),
            late=Link(number(worst.late), reverse("desk:late")),
            waiting=number(worst.waiting),
        )  # fmt: skip
    else:
        told.say(_("No open case is past its promise."))
    return told


def _say_on_time(told: Sentences, person: Person, month: date) -> None:
    actual = newest(ScenarioKind.ACTUAL)
    where = Where(months=[month], providers=[Provider.CENTRE])
    rows = figures(person, actual.pk, where) if actual else []
    judged = rows[0]["judged"] if rows else None
    if judged:
        say_on_time(told, rows[0]["on_time"] / judged, month_name(month))


def _programme_manager(person: Person) -> Sentences:
    del person
    told = Sentences(str(RoleKind.PROGRAMME_MANAGER.label))
    moved = moved_units(clock.today())
    if not moved.receiving:
        told.say(_("No deliveries are registered yet."))
        return told
    if not moved.wholly and not moved.partly:
        say_case(told)
    told.say(
        _("{moved} of {all} units have moved in all areas; {partly} in part."),
        moved=Link(number(moved.wholly), reverse("benefits:moved")),
        all=number(moved.receiving),
        partly=number(moved.partly),
    )
    return told


def _controller(person: Person) -> Sentences:
    del person
    known = summary()
    told = Sentences(str(RoleKind.CONTROLLER.label))
    if known.closed_through is None:
        told.say(_nothing_closed())
    elif known.reconciled:
        told.say(
            _("{month} is closed and reconciled to the öre."),
            month=Link(
                month_name(known.closed_through).capitalize(),
                reverse("costing:baseline"),
            ),
        )
    else:
        told.say(
            _(
                "{month} is closed, but öre are missing: ask the administrator to run ./gemensam verify."
            ),
            month=month_name(known.closed_through).capitalize(),
        )
    _say_unmapped(told, known)
    return told


def _say_unmapped(told: Sentences, known: Summary) -> None:
    if not known.unmapped_ore:
        return
    where = "costing:unmapped"
    if not known.has_outcome:
        text = _("{kronor} of the baseline’s year lie on codes without mapping.")
        where = "costing:mapping"
    elif known.unplaced_ore:
        text = _(
            "{kronor} this year lie on codes without mapping; {counted} of it, on cost centres of support, is counted as cost."
        )
    else:
        text = _("{kronor} this year lie on codes without mapping.")
    told.say(
        text,
        kronor=Link(tkr(known.unmapped_ore), reverse(where)),
        counted=tkr(known.unplaced_ore),
    )


def _team_leader(person: Person) -> Sentences:
    told = Sentences(str(RoleKind.TEAM_LEADER.label))
    now = clock.now()
    held = pressure(queue(person), at=now)
    address = reverse("desk:queue")
    told.say(
        ngettext(
            "{open} case is open: {late} past its promise, {today} due today, {waiting} waiting for the customer.",
            "{open} cases are open: {late} past their promise, {today} due today, {waiting} waiting for the customer.",
            held.open,
        ),
        open=Link(number(held.open), address),
        late=Link(number(held.late), f"{address}?show=late"),
        today=Link(number(held.today), f"{address}?show=today"),
        waiting=Link(number(held.waiting), f"{address}?show=waiting"),
    )  # fmt: skip
    if held.oldest:
        days = (now - held.oldest).days
        told.say(
            ngettext("The oldest has been here {days} day.", "The oldest has been here {days} days.", days),
            days=Link(number(days), f"{address}?sort=opened"),
        )  # fmt: skip
    return told


def _agent(person: Person) -> Sentences:
    told = Sentences(str(RoleKind.AGENT.label))
    held = pressure(assigned(person), at=clock.now())
    address = reverse("desk:queue")
    told.say(
        ngettext("You have {open} case.", "You have {open} cases.", held.open),
        open=Link(number(held.open), f"{address}?show=mine"),
    )
    if held.late or held.today:
        told.say(
            _("To be done today: {today}. Late already: {late}."),
            today=number(held.today),
            late=number(held.late),
        )
    if held.answered:
        told.say(
            _("The customer has answered in {answered}."),
            answered=number(held.answered),
        )
    return told


def _customer(person: Person) -> Sentences:
    told = Sentences(_("Customer"))
    _say_own_cases(told, person)
    return told


def _say_own_cases(told: Sentences, person: Person) -> None:
    cases = mine(person).open()
    waiting = cases.filter(status=CaseStatus.WAITING).count()
    address = reverse("desk:mine")
    held = pressure(cases, at=clock.now())
    following = cases.filter(due_at__gte=clock.now()).order_by("due_at").first()
    if not held.open:
        told.say(_("Nothing is under way."))
    elif following and following.due_at:
        told.say(
            ngettext(
                "{open} case is under way; it is promised {due}.",
                "{open} cases are under way; the next is promised {due}.",
                held.open,
            ),
            open=Link(number(held.open), address),
            due=Link(
                when(following.due_at), reverse("desk:case", args=[following.number])
            ),
        )
    else:
        told.say(
            ngettext(
                "{open} case is under way.", "{open} cases are under way.", held.open
            ),
            open=Link(number(held.open), address),
        )
    if waiting:
        told.say(
            ngettext(
                "{waiting} waits for your answer.",
                "{waiting} wait for your answer.",
                waiting,
            ),
            waiting=Link(number(waiting), f"{address}?show=waiting"),
        )


def _unit_manager(person: Person) -> Sentences:
    told = Sentences(str(RoleKind.UNIT_MANAGER.label))
    _say_own_cases(told, person)
    last, actual = closed_through(), newest(ScenarioKind.ACTUAL)
    if last and actual:
        own = units_sight(person)
        rows = figures_in(own, actual.pk, Where(months=[last]), measures=["charge_ore"])
        charge = rows[0]["charge_ore"] if rows else None
        if charge:
            told.say(
                _(
                    "In {month} the centre’s support cost you {kronor} at its price list."
                ),
                month=month_name(last),
                kronor=Link(
                    kr(int(charge)),
                    f"{reverse('benefits:own')}?of=units&month={last:%Y-%m}",
                ),
            )
        say_pack(told, person, last)
    return told


def _company_ceo(person: Person) -> Sentences:
    told = Sentences(str(RoleKind.COMPANY_CEO.label))
    last, actual = closed_through(), newest(ScenarioKind.ACTUAL)
    months = year_to_date()
    if not last or not actual:
        told.say(_nothing_closed())
        return told
    measures = ("charge_ore", "judged", "on_time")
    company, where = company_sight(person), Where(months=months)
    rows = figures_in(company, actual.pk, where, measures=measures)
    address = f"{reverse('benefits:own')}?of=company"
    charge = int((rows[0]["charge_ore"] if rows else None) or 0)
    entity = LegalEntity.objects.filter(pk__in=person.standing.entities).first()
    ratio = entity.vat_deduction_ratio if entity else Decimal(1)
    told.say(
        _("Used through {month} at the agreed prices: {charge} and {vat} in VAT that cannot be deducted."),
        month=month_name(last),
        charge=Link(mnkr(charge), address),
        vat=mnkr(int(charge * VAT * (1 - ratio))),
    )  # fmt: skip
    judged = rows[0]["judged"] if rows else None
    if judged:
        told.say(
            _("The promise was kept in {share} of the cases."),
            share=Link(percent(rows[0]["on_time"] / judged), address),
        )
    return told


def _union_rep(person: Person) -> Sentences:
    del person
    told = Sentences(str(RoleKind.UNION_REP.label))
    told.say(_("No figure is shown for a group of fewer than five persons."))
    last = closed_through()
    if last:
        merged = ProtectedCell.objects.filter(month=last).count()
        told.say(
            ngettext(
                "In {month} {merged} figure is shown only merged with others.",
                "In {month} {merged} figures are shown only merged with others.",
                merged,
            ),
            month=month_name(last),
            merged=Link(number(merged), reverse("benefits:result")),
        )
    return told


def _administrator(person: Person) -> Sentences:
    del person
    told = Sentences(str(RoleKind.ADMINISTRATOR.label))
    people = Person.objects.filter(active=True, account__isnull=False).count()
    units = Unit.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=clock.today())
    ).count()
    told.say(
        _("People who can sign in: {people}. Units in the tree: {units}."),
        people=number(people),
        units=Link(number(units), reverse("site:organisation")),
    )
    newest_import = Import.objects.order_by("-received_at").first()
    if newest_import:
        told.say(
            _("The newest file is {file}, {state}."),
            file=Link(
                newest_import.original_name,
                reverse("site:import", args=[newest_import.pk]),
            ),
            state=newest_import.get_state_display().lower(),
        )
    return told
