# SPDX-License-Identifier: EUPL-1.2
"""Parts that the page of an administration and that of the steering group both have."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from gemensam.benefits.enums import BRIDGE_PARTS, LIGHTS, REASONS, STAGES
from gemensam.benefits.queries.bridge import Row
from gemensam.benefits.queries.packs.facts import Fact, ore
from gemensam.benefits.queries.realised.made import (
    Readable,
    Realised,
    Row as RealisedRow,
)
from gemensam.benefits.queries.realised.registers import owed
from gemensam.calc.bridge import PARTS
from gemensam.calc.realised import Stage
from gemensam.catalogue.models import Service
from gemensam.core.documents import Block, Heading, Paragraph, Table
from gemensam.ui.templatetags.figures import signed_percent, tkr

OF_SERVICE = "service:"  # begins the keys of what a service differs by


def bridge_table(row: Row, caption: str) -> Table:
    """The six parts, from the frozen baseline to the outcome, as posted and at equal
    volume and prices."""
    rows = [(_("Baseline"), tkr(row.frozen), tkr(row.frozen))]
    rows += [
        (str(BRIDGE_PARTS[part]), tkr(row.parts[part]), tkr(row.equal[part]))
        for part in PARTS
    ]
    rows.append((_("Outcome"), tkr(row.actual), tkr(row.at_equal)))
    return Table(
        caption=caption,
        headers=(_("Part"), _("As posted"), _("At equal volume and prices")),
        rows=tuple(rows),
        total=True,
    )


def bridge_facts(row: Row) -> Iterator[Fact]:
    yield ore("frozen", _("Baseline"), row.frozen)
    for part in PARTS:
        yield ore(f"bridge:{part}", str(BRIDGE_PARTS[part]), row.parts[part])
    yield ore("actual", _("Outcome"), row.actual)
    yield ore("at_equal", _("Outcome at equal volume and prices"), row.at_equal)


def deviations_table(
    rows: Sequence[Row], services: Mapping[int, Service], caption: str
) -> Table:
    told = []
    for row in rows:
        service = services.get(row.label) if isinstance(row.label, int) else None
        less = row.at_equal - row.frozen
        share = signed_percent(less / row.frozen) if row.frozen > 0 else "–"
        told.append(
            (
                service.name if service else _("Not placed on a service, or merged"),
                tkr(row.frozen),
                tkr(row.at_equal),
                ("+" if less > 0 else "") + tkr(less),
                share,
            )
        )
    return Table(
        caption=caption,
        headers=(
            _("Service"), _("Baseline"), _("Outcome"), _("Difference"), _("Share")
        ),
        rows=tuple(told),
    )  # fmt: skip


def deviations_facts(
    rows: Sequence[Row], services: Mapping[int, Service]
) -> Iterator[Fact]:
    """Of those placed on a service; by these the page opens down to the service."""
    for row in rows:
        if isinstance(row.label, int) and (service := services.get(row.label)):
            key = OF_SERVICE + service.code
            yield ore(key, service.name, row.at_equal - row.frozen)


def stages_blocks(row: RealisedRow) -> Iterator[Block]:
    """How far what was promised has come, and its light with the reason in words."""
    yield Heading(text=_("Realised so far this year"))
    yield Table(
        caption=", ".join(one.name for one in row.authorities),
        headers=(_("Stage"), _("Kronor")),
        rows=tuple(
            (str(STAGES[stage]), stage_told(row.told[stage])) for stage in Stage
        ),
    )
    told = _("{light}: {reason}").format(
        light=str(LIGHTS[row.light]).capitalize(), reason=REASONS[row.reason]
    )
    yield Paragraph(text=told)


def stage_told(ore: int | None) -> str:
    return _("not told") if ore is None else tkr(ore)


def left_out(made: Realised, authorities: Iterable[int]) -> Iterator[Block]:
    """What their stages leave out, since it is not known or few persons are behind it."""
    if missing := owed(one for each in authorities for one in made.missing(each)):
        text = (
            _("The staff register of {which} has not come: without it, who is employed is not known, and what rests on it is not counted as gone. {owner} owes it.")
            if missing.owner
            else _("The staff register of {which} has not come: without it, who is employed is not known, and what rests on it is not counted as gone. Nobody is set to see to it.")
        )  # fmt: skip
        yield Paragraph(text=text.format(which=missing.which, owner=missing.owner))
    if made.few:
        yield Paragraph(
            text=_("Months in which fewer than five persons are behind all posts that ended, or all that were filled, are left out of what is gone, moved and verified.")
        )  # fmt: skip


def stages_facts(at: Readable) -> Iterator[Fact]:
    for stage in Stage:
        yield ore(f"stage:{stage}", str(STAGES[stage]), at[stage])
