# SPDX-License-Identifier: EUPL-1.2
"""To those who work in the centre: what is promised, what is late, and what it costs."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from gemensam.benefits.queries.followed import CENTRE
from gemensam.benefits.queries.in_brief import CentreYear
from gemensam.benefits.queries.months import newest, next_month
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Area
from gemensam.core import clock
from gemensam.desk.models import Case
from gemensam.desk.queries.queue import assigned, by_area, pressure, queue
from gemensam.group.enums import RoleKind
from gemensam.group.models import Person
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.queries import Where, figures
from gemensam.site.against import say_on_time
from gemensam.site.saying import Link, Sentences, kronor, period
from gemensam.site.sentences.known import Known
from gemensam.site.sentences.steering import nothing_closed
from gemensam.ui.templatetags.figures import mnkr, month as month_name, number


def centre_manager(person: Person, known: Known) -> Sentences:
    told = Sentences(str(RoleKind.CENTRE_MANAGER.label))
    if known.closed_through:
        _say_on_time(told, person, known.closed_through)
    _say_late(told)
    if known.closed_through is None:
        told.say(nothing_closed())
        return told
    _say_budget(told, known.brief.centre)
    _say_owed(told, person, known, next_month(known.closed_through))
    return told


def _say_late(told: Sentences) -> None:
    centre = Case.objects.open().filter(provider=Provider.CENTRE)
    areas = by_area(centre, at=clock.now())
    if not areas or not areas[0].late:
        told.say(_("No open case is past its promise."))
        return
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


def _say_on_time(told: Sentences, person: Person, month: date) -> None:
    actual = newest(ScenarioKind.ACTUAL)
    where = Where(months=[month], providers=[Provider.CENTRE])
    rows = figures(person, actual.pk, where) if actual else []
    judged = rows[0]["judged"] if rows else None
    if judged:
        say_on_time(told, rows[0]["on_time"] / judged, month_name(month))


def _say_budget(told: Sentences, known: CentreYear | None) -> None:
    """What the year is expected to cost against its budget, and whose word is awaited."""
    page, row = (
        reverse("benefits:followed"),
        reverse("benefits:followed-row", args=[CENTRE]),
    )
    if known is None:
        told.say(
            _("{nothing}: no cost centre in a ledger is the centre’s."),
            nothing=Link(_("No budget can be followed"), page),
        )
        return
    told.say(
        _("Outcome of {period}: the centre cost {kronor}, {against}.")
        if known.is_whole
        else _("Forecast for {period}: the centre costs {kronor} (between {low} and {high} in nine cases of ten), {against}."),
        period=period(known.first, known.last),
        kronor=Link(mnkr(round(known.outcome.figure)), page),
        low=mnkr(round(known.outcome.low)),
        high=mnkr(round(known.outcome.high)),
        against=Link(_against(known), row),
    )  # fmt: skip
    if known.deviation and not known.has_comment:
        text = _("your comment on {month}").format(month=month_name(known.closed))
        told.say(_("What is awaited of you: {comment}."), comment=Link(text, row))


def _against(known: CentreYear) -> str:
    if known.deviation is None:
        return _("but no budget is imported to hold it against")
    off = kronor(abs(known.deviation))
    if known.deviation < 0:
        return _("{kronor} above budget").format(kronor=off)
    if known.deviation > 0:
        return _("{kronor} below budget").format(kronor=off)
    return _("as budgeted")


def _say_owed(told: Sentences, person: Person, known: Known, month: date) -> None:
    """Files of a month that has ended which this person sees to."""
    if known.today < next_month(month):
        return
    coming = known.brief.coming(month, today=known.today)
    owed = [one for one in coming.lacking if one.owner == person.pk]
    if owed:
        told.say(
            ngettext(
                "A file of {month} that you see to has not come: {sources}.",
                "Files of {month} that you see to have not come: {sources}.",
                len(owed),
            ),
            month=month_name(month),
            sources=Link(
                ", ".join(one.source.title for one in owed),
                f"{reverse('benefits:month')}?month={month:%Y-%m}",
            ),
        )


def team_leader(person: Person, known: Known) -> Sentences:
    del known
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


def agent(person: Person, known: Known) -> Sentences:
    del known
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
