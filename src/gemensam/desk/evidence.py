# SPDX-License-Identifier: EUPL-1.2
"""The cases behind a figure about cases, those the reader may see."""

from collections.abc import Mapping
from datetime import date

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from gemensam.catalogue.queries.became import became, whole
from gemensam.catalogue.queries.lineage import lineage
from gemensam.desk.enums import CaseStatus
from gemensam.desk.grain import Window
from gemensam.desk.models import Case
from gemensam.group.models import Person
from gemensam.outcomes.ports import Evidence, Figure, Piece
from gemensam.outcomes.queries.told import parts_of
from gemensam.ui.templatetags.figures import number

MOST = 500  # cases listed
# Of the cases done in a month, those that a measure counts.
COUNTED = {
    "resolved": Q(),
    "judged": Q(on_time__isnull=False),
    "on_time": Q(on_time=True),
    "reopened": Q(reopened__gt=0),
    "first_right": Q(reopened=0),
    "rated": Q(rating__isnull=False),
}
# And those whose own number is added up.
ADDED = {"lead_minutes": "lead_minutes", "rating": "rating"}


class CaseEvidence:
    key = "desk"

    def evidence(self, figure: Figure, person: Person) -> Evidence:
        _rows, total = parts_of(figure, person, self.key, by=())
        cases = _cases(figure)
        added = ADDED.get(figure.measure)
        cases = cases.annotate(part=F(added)) if added else cases
        seen = list(cases.visible_to(person).order_by("resolved_at", "pk")[:MOST])  # type: ignore[attr-defined]
        pieces = [
            Piece(
                text=f"{case.number} {case.subject}",
                amount=case.part if added else 1,
                url=reverse("desk:case", args=[case.number]),
            )
            for case in seen
        ]
        others = 0 if added else int(total or 0) - len(seen)
        return Evidence(
            formula=_("Cases done in the months"),
            pieces=pieces,
            total=total,
            partial=_partial(others, there_are_more=cases.count() > len(seen)),
        )


def _partial(others: int, *, there_are_more: bool) -> str:
    """How many, as far as the figure itself tells it: never how many there really are
    where some of them are withheld."""
    if others > 0:
        told = ngettext(
            "{count} more case that is not yours to read, or too many to list",
            "{count} more cases that are not yours to read, or too many to list",
            others,
        )
        return told.format(count=number(others))
    return _("There are cases that are not yours to read.") if there_are_more else ""


def _of(figure: Figure, renamed: Mapping[int, int]) -> Q:
    """The services of a figure, in a month in which some go by another's name."""
    if not figure.services:
        return Q()
    wanted = set(figure.services)
    names = {was for was, now in renamed.items() if now in wanted}
    return Q(service__in=(wanted - renamed.keys()) | names)


def _within(figure: Figure) -> Q:
    """Done in one of the months, by a service of the figure. Months after each other in
    which services have the same names are one stretch: one look into the index."""
    along = lineage(date.max)
    told = [
        (Window(month).bounds, whole(became(along, month)))
        for month in sorted(figure.months)
    ]
    within = Q()
    while told:
        first, renamed = told[0]
        stretch = [first]
        for bounds, names in told[1:]:
            if bounds["begins"] != stretch[-1]["ends"] or names != renamed:
                break
            stretch.append(bounds)
        told = told[len(stretch) :]
        done = Q(resolved_at__gte=first["begins"], resolved_at__lt=stretch[-1]["ends"])
        within |= done & _of(figure, renamed)
    return within


def _cases(figure: Figure) -> QuerySet[Case]:
    cases = Case.objects.filter(
        _within(figure),
        COUNTED.get(figure.measure, Q()),
        status=CaseStatus.RESOLVED,
        service__isnull=False,
        unit__isnull=False,
    )
    if figure.units:
        cases = cases.filter(unit__in=figure.units)
    if figure.providers:
        cases = cases.filter(provider__in=figure.providers)
    added = ADDED.get(figure.measure)
    return cases.filter(**{f"{added}__isnull": False}) if added else cases
