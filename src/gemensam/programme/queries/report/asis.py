# SPDX-License-Identifier: EUPL-1.2
"""What support costs today, where, and how differently units get it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _, ngettext

from gemensam.core.documents import (
    Block,
    Bullets,
    Figure,
    Figures,
    Heading,
    Paragraph,
    Table,
)
from gemensam.costing.models import FrozenBaseline
from gemensam.costing.queries.rough import fragmentation_pct
from gemensam.outcomes.queries.versions import months_of
from gemensam.programme.queries.steering import AsIs, Steering, Varies
from gemensam.ui.templatetags.figures import (
    day,
    kr,
    mnkr,
    month as month_name,
    number,
    percent,
)


def as_is(facts: Steering) -> Iterator[Block]:
    """The baseline by area, with its range and what was signed."""
    yield Heading(text=_("As it is today"))
    known = facts.as_is
    if known is None:
        yield Paragraph(text=_("There is no baseline yet."))
        return
    yield Figures(figures=tuple(_headline(known)))
    rows = [
        (one.name, mnkr(one.ore), percent(one.ore / known.ore if known.ore else None))
        for one in known.areas
    ]
    rows.append((_("In all"), mnkr(known.ore), percent(1)))
    yield Table(
        caption=_("What support costs, by area"),
        headers=(_("Area"), _("Cost"), _("Share")),
        rows=tuple(rows),
        total=True,
    )
    yield Paragraph(text=_where_from(known), small=True)


def _headline(known: AsIs) -> Iterator[Figure]:
    note = ""
    if known.interval:
        note = _("between {low} and {high} in nine cases of ten").format(
            low=mnkr(known.interval[0]), high=mnkr(known.interval[1])
        )
    yield Figure(label=_("Support cost in all"), value=mnkr(known.ore), note=note)
    scattered = fragmentation_pct()
    if scattered is not None:
        yield Figure(
            label=_("Done outside support departments"),
            value=percent(scattered / 100),
            note=_("by people who do it less than a quarter of their time"),
        )


def _where_from(known: AsIs) -> str:
    months = months_of(known.scenario)
    text = _("From the ledgers, {first} – {last}, nominal prices.").format(
        first=month_name(months[0]), last=month_name(months[-1])
    )
    frozen = FrozenBaseline.objects.filter(scenario=known.scenario).first()
    if frozen is None:
        return text
    signed = _("Frozen {day}, signed by {name} for {whom}.").format(
        day=day(frozen.frozen_at), name=frozen.signed_by.name, whom=frozen.on_behalf_of
    )
    parts = [text, signed]
    if frozen.out_of_scope:
        parts.append(_("Not in the baseline: {what}").format(what=frozen.out_of_scope))
    return " ".join(parts)


def variation(facts: Steering) -> Iterator[Block]:
    """The services in which most kronor lie above the middle, in plain sentences."""
    if not facts.varies:
        return
    yield Heading(text=_("The same service, differently"))
    yield Paragraph(
        text=_(
            "{kronor} of the cost lies above the middle of the administrations in the "
            "{count} services that vary most."
        ).format(
            kronor=mnkr(sum(one.above_ore for one in facts.varies)),
            count=number(len(facts.varies)),
        )
    )
    yield Bullets(items=tuple(_sentence(one) for one in facts.varies))
    yield Paragraph(
        text=_(
            "Administrations are held against limits that widen as volumes get smaller, "
            "so that none is pointed out for being small."
        ),
        small=True,
    )


def _sentence(one: Varies) -> str:
    between = _("{service}: between {low} and {high} per {unit}").format(
        service=one.service.name,
        low=kr(round(one.low)),
        high=kr(round(one.high)),
        unit=one.service.unit,
    )
    if not one.differing:
        return f"{between}; " + _("the difference may be chance.")
    differ = ngettext(
        "{n} of {places} administrations differs from the others by more than chance.",
        "{n} of {places} administrations differ from the others by more than chance.",
        one.differing,
    ).format(n=number(one.differing), places=number(one.places))
    return f"{between}; {differ}"
