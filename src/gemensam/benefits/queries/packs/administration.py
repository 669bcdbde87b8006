# SPDX-License-Identifier: EUPL-1.2
"""A page to an administration or a company: its units summed, the bridge, what is
realised, and what differs most."""

from collections.abc import Collection, Iterator, Mapping

from django.utils.translation import gettext as _, ngettext

from gemensam.benefits.enums import PackReader
from gemensam.benefits.queries.packs.evidence import Evidence
from gemensam.benefits.queries.packs.facts import Fact, Told, count, ore
from gemensam.benefits.queries.packs.ground import Ground, Lines, added, part
from gemensam.benefits.queries.packs.shared import (
    bridge_facts,
    bridge_table,
    deviations_facts,
    deviations_table,
    left_out,
    stages_blocks,
    stages_facts,
)
from gemensam.benefits.queries.packs.unit import (
    cost_figure,
    on_time_figure,
    shown_cost,
)
from gemensam.core.documents import (
    Block,
    Figure,
    Figures,
    Heading,
    Paragraph,
    Table,
)
from gemensam.group.enums import UnitKind
from gemensam.ui.templatetags.figures import (
    NOTHING,
    kr,
    month as month_name,
    number,
    percent,
    short_month,
)

MOST_UNITS = 8
MOST_CHANGES = 4
TOPS = (UnitKind.ADMINISTRATION, UnitKind.COMPANY)


def administration_page(
    ground: Ground, top: int, reader: PackReader, known: Evidence
) -> Told | None:
    """None where nothing of it is seen."""
    lines = ground.seen[reader].tops.get(top, {})
    if not lines:
        return None
    held = ground.units[top]
    return Told(
        title=f"{held.name}, {month_name(ground.month)}",
        about=_("What the shared support was to all your units"),
        blocks=tuple(_blocks(ground, top, reader, known)),
        facts=tuple(_facts(ground, top, reader, known)),
    )


def tops_of(ground: Ground) -> list[int]:
    """Administrations and companies, in the order of their names."""
    found = {top for top in ground.top_of.values() if ground.units[top].kind in TOPS}
    return sorted(found, key=lambda top: ground.units[top].name_key)


def _facts(
    ground: Ground, top: int, reader: PackReader, known: Evidence
) -> Iterator[Fact]:
    lines = ground.seen[reader].tops[top].values()
    yield ore("charge", _("Cost in all"), added(lines, "charge_ore") or 0)
    yield count("judged", _("Cases done"), added(lines, "judged") or 0)
    yield count("on_time", _("Done on time"), added(lines, "on_time") or 0)
    row = known.by_top.get(top)
    if row:
        yield from bridge_facts(row)
    yield from deviations_facts(known.deviations(top), ground.services)
    told = known.row_of(ground.units[top])
    if told:
        yield from stages_facts(told.told)


def _blocks(
    ground: Ground, top: int, reader: PackReader, known: Evidence
) -> Iterator[Block]:
    seen = ground.seen[reader]
    now, before = seen.tops[top], seen.tops_before.get(top, {})
    kept = _together([seen.kept.get(unit, {}) for unit in ground.below(top)])
    ago = _together([seen.year_ago.get(unit, {}) for unit in ground.below(top)])
    charged = _charged(ground, top, reader)
    yield Figures(
        figures=(
            cost_figure(ground, now, before, ago)
            if reader == PackReader.OWN
            else shown_cost(now),
            on_time_figure(ground, now, before, kept),
            Figure(label=_("Units with support"), value=number(len(charged)), note=_("in {month}").format(month=month_name(ground.month))),
        )
    )  # fmt: skip
    yield _units(ground, charged, now, reader)
    whole = set(now) | set(before)
    if reader == PackReader.GROUP:
        whole = {one for one in whole if one and (one, top) not in ground.merged}
    if ground.before and whole:
        yield _changes(ground, now, before, whole)
    yield from _of_cost(ground, top, known)
    yield Paragraph(text=_how(known, reader), small=True)


def _together(places: list[Lines]) -> Lines:
    """Places as one; only what is added up is asked of it."""
    return dict(enumerate(sums for one in places for sums in one.values()))


def _charged(ground: Ground, top: int, reader: PackReader) -> Mapping[int, Lines]:
    """Units and their lines, what costs most first; merged rows are no unit's."""
    held = ground.seen[reader].now
    found = {
        unit: held[unit]
        for unit in ground.below(top)
        if unit in held and (reader == PackReader.OWN or unit != top)
    }
    order = sorted(found, key=lambda one: (-_cost(found[one]), one))
    return {unit: found[unit] for unit in order}


def _cost(lines: Lines) -> int:
    return int(added(lines.values(), "charge_ore") or 0)


def _units(
    ground: Ground, charged: Mapping[int, Lines], now: Lines, reader: PackReader
) -> Table:
    """The units that cost most, the rest together, and the sum of all."""
    first = list(charged)[:MOST_UNITS]
    rows = [_row(ground.units[unit].name, charged[unit]) for unit in first]
    rest = _cost(now) - sum(_cost(charged[unit]) for unit in first)
    left = len(charged) - len(first)
    if left or rest:
        text = ngettext("{n} other unit", "{n} other units", left).format(
            n=number(left)
        )
        if reader == PackReader.GROUP:
            text = _("Others, and what is merged to protect small groups")
        rows.append((text, kr(rest), ""))
    rows.append(_row(_("In all"), now))
    return Table(
        caption=_("Its units, at the price list"),
        headers=(_("Unit"), _("Cost"), _("On time")),
        rows=tuple(rows),
        total=True,
    )


def _row(name: str, lines: Lines) -> tuple[str, str, str]:
    held = part(lines.values(), "on_time", "judged")
    told = NOTHING
    if held:
        told = _("{share} of {n}").format(
            share=percent(held[0] / held[1], 0), n=number(held[1])
        )
    return name, kr(_cost(lines)), told


def _changes(
    ground: Ground, now: Lines, before: Lines, whole: Collection[int | None]
) -> Table:
    """The services whose cost changed most since the month before, of those that are seen
    whole in both."""
    changed = {
        service: (_one(before, service), _one(now, service)) for service in whole
    }
    order = sorted(
        changed, key=lambda one: (-abs(changed[one][1] - changed[one][0]), one or 0)
    )
    rows = []
    for service in order[:MOST_CHANGES]:
        was, held = changed[service]
        more = held - was
        name = ground.name_of(service) or _("HR services together")
        rows.append((name, kr(was), kr(held), ("+" if more > 0 else "") + kr(more)))
    when = short_month(ground.before)
    return Table(
        caption=_("What changed most since {month}").format(month=when),
        headers=(_("Service"), when, short_month(ground.month), _("Difference")),
        rows=tuple(rows),
    )


def _one(lines: Lines, service: int | None) -> int:
    return int(lines.get(service, {}).get("charge_ore") or 0)


def _of_cost(ground: Ground, top: int, known: Evidence) -> Iterator[Block]:
    """From the baseline to the outcome in the ledgers, and what is realised."""
    row = known.by_top.get(top)
    if known.bridge is None:
        yield Paragraph(
            text=_(
                "There is no frozen baseline of these months: the cost cannot be held against anything."
            )
        )
    elif row is None:
        yield Paragraph(
            text=_(
                "What it cost is shown only merged with others, to protect small groups."
            )
        )
    else:
        yield Heading(text=_("From the baseline to the outcome, so far this year"))
        yield bridge_table(row, _("What of the difference is what"))
        differs = known.deviations(top)
        if differs:
            yield deviations_table(differs, ground.services, _("Services that differ most, at equal volume and prices"))  # fmt: skip
    told = known.row_of(ground.units[top])
    if told and known.realised:
        yield from stages_blocks(told)
        yield from left_out(known.realised, [one.pk for one in told.authorities])


def _how(known: Evidence, reader: PackReader) -> str:
    parts = [
        _("Cost by unit: units × the price in force. The bridge and what is realised rest on the ledgers and on decisions.")
    ]  # fmt: skip
    if known.bridge is not None:
        parts.append(_("The bridge is of {first} – {last}, as now organised.").format(first=month_name(known.months[0]), last=month_name(known.months[-1])))  # fmt: skip
    if reader == PackReader.GROUP:
        parts.append(_("What concerns fewer than five persons is merged."))
    return " ".join(parts)
