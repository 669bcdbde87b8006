# SPDX-License-Identifier: EUPL-1.2
"""To those the centre works for: a unit's manager, a company's CEO, whoever has a case."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from gemensam.core import clock
from gemensam.desk.enums import CaseStatus
from gemensam.desk.queries.queue import mine, pressure
from gemensam.group.enums import RoleKind
from gemensam.group.models import LegalEntity, Person
from gemensam.outcomes.queries import Where
from gemensam.outcomes.queries.figures import company_sight, figures_in
from gemensam.site.own_page import own_page, say_pack
from gemensam.site.saying import Link, Sentences
from gemensam.site.sentences.known import Known
from gemensam.site.sentences.steering import nothing_closed
from gemensam.site.sentences.used import say_used
from gemensam.ui.templatetags.figures import (
    mnkr,
    month as month_name,
    number,
    percent,
    when,
)

VAT = Decimal("0.25")


def customer(person: Person, known: Known) -> Sentences:
    del known
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


def unit_manager(person: Person, known: Known) -> Sentences:
    told = Sentences(str(RoleKind.UNIT_MANAGER.label))
    _say_own_cases(told, person)
    month, actual = known.closed_through, known.of.actual
    if month is None or actual is None:
        told.say(
            _("What the centre’s support costs you stands here when a month is closed.")
        )
        return told
    page = own_page(person, month)
    say_used(told, person, actual, month, compared_on=page.url if page else "")
    if page:
        say_pack(told, page)
    return told


def company_ceo(person: Person, known: Known) -> Sentences:
    told = Sentences(str(RoleKind.COMPANY_CEO.label))
    last, actual, months = known.closed_through, known.of.actual, known.months
    if not last or not actual:
        told.say(nothing_closed())
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
