# SPDX-License-Identifier: EUPL-1.2
"""To the controller: the month that is closed, the one that is next, what is unmapped, and
what waits for a signature."""

from collections.abc import Mapping
from datetime import date

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext

from gemensam.benefits.queries import Summary, centre_start
from gemensam.benefits.queries.in_brief import Coming, YearRealised
from gemensam.benefits.queries.months import next_month
from gemensam.benefits.queries.routine.missing import month_at_hand
from gemensam.benefits.queries.routine.since import Since
from gemensam.group.enums import RoleKind
from gemensam.group.models import Person
from gemensam.site.saying import Link, Sentences, kronor
from gemensam.site.sentences.known import Known
from gemensam.site.sentences.steering import (
    nothing_closed,
    say_missing,
    say_unclosed,
)
from gemensam.site.sentences.suspected import say_suspected
from gemensam.ui.templatetags.figures import (
    kr,
    long_day,
    month as month_name,
    number,
    tkr,
)


def controller(person: Person, known: Known) -> Sentences:
    told = Sentences(str(RoleKind.CONTROLLER.label))
    _say_closed(told, known)
    say_unclosed(told, known.summary.closed, opens=True)
    month = _next(known)
    if month:
        coming = known.brief.coming(month, today=known.today)
        _say_coming(told, coming, known.today)
    _say_unmapped(told, known.summary)
    if known.closed_through and known.brief.realised:
        _say_unverified(told, known.brief.realised)
        _say_unverified_before(told, known.brief.realised)
    say_suspected(told, person, known)
    return told


def _say_closed(told: Sentences, known: Known) -> None:
    last = known.summary.closed_through
    if last is None:
        told.say(nothing_closed())
        return
    month, since = month_name(last).capitalize(), known.since
    if since.missing:
        told.say(
            _("{month} is closed, but öre are missing in {missing}: ask the administrator to run ./gemensam verify."),
            month=month,
            missing=", ".join(month_name(one) for one in since.missing),
        )  # fmt: skip
    elif since.closed:
        told.say(_("{month} is closed."), month=month)
    else:
        told.say(
            _("{month} is closed and reconciled to the öre."),
            month=Link(month, reverse("costing:baseline")),
        )
    _say_moved(told, since)


def _say_moved(told: Sentences, since: Since) -> None:
    """Ledgers that changed after months were computed from them, and what mends it."""
    if since.closed:
        told.say(
            ngettext(
                "The ledgers have changed since {months} was closed: open it again, compute it and close it.",
                "The ledgers have changed since {months} were closed: open them again, compute them and close them.",
                len(since.closed),
            ),
            months=_months(since.closed),
        )  # fmt: skip
    if since.open:
        told.say(
            ngettext(
                "The ledgers have changed since {months} was computed: compute it again before it is closed.",
                "The ledgers have changed since {months} were computed: compute them again before they are closed.",
                len(since.open),
            ),
            months=_months(since.open),
        )  # fmt: skip
    if since.baseline:
        told.say(
            _("The ledgers have changed since {baseline} was computed, by {kronor}: compute it again before it is frozen."),
            baseline=Link(_("the baseline"), reverse("benefits:compute")),
            kronor=_more(sum(since.baseline.values())),
        )  # fmt: skip


def _months(by: Mapping[date, int]) -> SafeString:
    """Each with what its ledgers hold more or less, leading to its page."""
    page = reverse("benefits:month")
    links = [
        Link(f"{month_name(month)} ({_more(ore)})", f"{page}?month={month:%Y-%m}")
        for month, ore in sorted(by.items())
    ]
    return format_html_join(", ", "{}", ((one,) for one in links))


def _more(ore: int) -> str:
    return ("+" if ore > 0 else "") + kr(ore)


def _next(known: Known) -> date | None:
    """The month after the last closed one; the first to close once there is a centre."""
    if known.closed_through:
        return next_month(known.closed_through)
    began, month = centre_start(), month_at_hand(known.today)
    return month if began and month and began <= month else None


def _say_coming(told: Sentences, known: Coming, today: date) -> None:
    address = f"{reverse('benefits:month')}?month={known.month:%Y-%m}"
    month, lacking = month_name(known.month).capitalize(), len(known.lacking)
    late = sum(today > one.due for one in known.lacking)
    if not lacking:
        text = _(
            "{month}: all {all} files have come, so it can be computed and closed."
        )
    elif today < next_month(known.month):
        text = _("{month} is not over: its {all} files are to come from {due} on.")
    elif late == lacking:
        text = ngettext(
            "{month}: {lacking} of {all} files is missing and late.",
            "{month}: {lacking} of {all} files are missing and late.",
            lacking,
        )
    elif late:
        text = ngettext(
            "{month}: {lacking} of {all} files are missing, {late} of them late.",
            "{month}: {lacking} of {all} files are missing, {late} of them late.",
            late,
        )
    else:
        text = ngettext(
            "{month}: {lacking} of {all} files is missing, due on {due}.",
            "{month}: {lacking} of {all} files are missing, the first due on {due}.",
            lacking,
        )
    told.say(
        text,
        month=month,
        all=Link(number(known.count), address),
        lacking=Link(number(lacking), address),
        late=Link(number(late), address),
        due=long_day(min((one.due for one in known.lacking), default=None)),
    )


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


def _say_unverified_before(told: Sentences, known: YearRealised) -> None:
    """Of the year before the closed one, which only its own page shows."""
    count, year = len(known.unverified_before), known.year_before
    if not count:
        return
    address = f"{reverse('benefits:realised')}?year={year}#verify"
    told.say(
        ngettext(
            "The saving of {count} authority in {year} waits for your verification.",
            "The savings of {count} authorities in {year} wait for your verification.",
            count,
        ),
        count=Link(number(count), address),
        year=year,
    )


def _say_unverified(told: Sentences, known: YearRealised) -> None:
    address = f"{reverse('benefits:realised')}#verify"
    count = len(known.unverified)
    if known.missing and known.has_promise:
        say_missing(told, known.missing)
    if not count:
        if not known.unverified_before:
            told.say(
                _("{nothing} waits for your verification."),
                nothing=Link(_("No saving"), address),
            )
        return
    if known.is_few:  # what is signed is what is gone, of which readers are not told
        told.say(
            ngettext(
                "The saving of {count} authority waits for your verification.",
                "The savings of {count} authorities wait for your verification.",
                count,
            ),
            count=Link(number(count), address),
        )
        return
    told.say(
        ngettext(
            "The saving of {count} authority, {kronor}, waits for your verification.",
            "The savings of {count} authorities, {kronor} together, wait for your verification.",
            count,
        ),
        count=number(count),
        kronor=Link(kronor(sum(known.unverified.values())), address),
    )  # fmt: skip
