# SPDX-License-Identifier: EUPL-1.2
"""Half a page to a unit: what you used, what it cost, on time, how to lower it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _, ngettext

from gemensam.benefits.enums import PackReader
from gemensam.benefits.queries.packs.facts import Fact, Told, count, counted, ore
from gemensam.benefits.queries.packs.ground import Ground, Lines, Sums, added, part
from gemensam.benefits.queries.packs.lower import advice
from gemensam.core.documents import (
    Block,
    Bullets,
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
    signed_percent,
)

MOST_LINES = 6
FEWEST_RATINGS = 5
TOPS = {UnitKind.ADMINISTRATION, UnitKind.COMPANY}
NONE: Sums = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A service, or HR together; None where it is not told or was not used."""

    key: str
    name: str
    volume: Decimal | None
    before: Decimal | None
    year_ago: Decimal | None
    charge: int | None
    on_time: tuple[int, int] | None


def unit_page(ground: Ground, unit: int, reader: PackReader) -> Told | None:
    """None where the unit received no support that this reader sees."""
    lines = ground.seen[reader].now.get(unit, {})
    told = lines_of(ground, unit, reader)
    if not told:
        return None
    held = ground.units[unit]
    name = (
        _("{name}, central").format(name=held.name) if held.kind in TOPS else held.name
    )
    return Told(
        title=f"{name}, {month_name(ground.month)}",
        about=_("What the shared support was to you"),
        blocks=tuple(_blocks(ground, unit, reader, told)),
        facts=tuple(_facts(lines.values(), told, reader)),
    )


def lines_of(ground: Ground, unit: int, reader: PackReader) -> list[Line]:
    """What costs most first."""
    seen = ground.seen[reader]
    now, before = seen.now.get(unit, {}), seen.before.get(unit, {})
    ago = seen.year_ago.get(unit, {})
    found = []
    for service, sums in now.items():
        if not any(sums.get(one) for one in ("volume", "charge_ore", "judged")):
            continue
        counts = service is not None
        found.append(
            Line(
                key=ground.services[service].code if service is not None else "hr",
                name=ground.name_of(service) or _("HR services together"),
                volume=sums.get("volume") if counts else None,
                before=before.get(service, NONE).get("volume") if counts else None,
                year_ago=ago.get(service, NONE).get("volume") if counts else None,
                charge=_whole(sums.get("charge_ore")),
                on_time=part([sums], "on_time", "judged"),
            )
        )
    return sorted(
        found, key=lambda one: (-(one.charge or 0), -(one.volume or 0), one.key)
    )


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _facts(lines: Any, told: Sequence[Line], reader: PackReader) -> Iterator[Fact]:
    every = list(lines)
    charge = added(every, "charge_ore")
    if charge is None and reader == PackReader.OWN:
        charge = 0  # to others nothing that is shown is not nothing
    yield ore("charge", _("Cost in all"), charge)
    yield count("judged", _("Cases done"), added(every, "judged") or 0)
    yield count("on_time", _("Done on time"), added(every, "on_time") or 0)
    for one in sorted(told, key=lambda line: line.key):
        if one.volume is not None:
            text = _("{service}, units").format(service=one.name)
            yield count(f"volume:{one.key}", text, one.volume)
        text = _("{service}, cost").format(service=one.name)
        yield ore(f"charge:{one.key}", text, one.charge)


def _blocks(
    ground: Ground, unit: int, reader: PackReader, told: Sequence[Line]
) -> Iterator[Block]:
    seen = ground.seen[reader]
    now, before = seen.now.get(unit, {}), seen.before.get(unit, {})
    yield Figures(
        figures=(
            cost_figure(ground, now, before, seen.year_ago.get(unit, {}))
            if reader == PackReader.OWN
            else shown_cost(now),
            on_time_figure(ground, now, before, seen.kept.get(unit, {})),
            *_quality(now),
        )
    )
    yield _table(ground, told, reader)
    found = advice(ground, unit, reader)
    if found:
        yield Heading(text=_("How to lower it"))
        yield Bullets(items=tuple(one.text for one in found))
    yield Paragraph(text=_how(ground, told, reader), small=True)


def cost_figure(ground: Ground, now: Lines, before: Lines, ago: Lines) -> Figure:
    """What was charged, against the month before and the same month a year before."""
    charge = int(added(now.values(), "charge_ore") or 0)
    notes = []
    if ground.before:
        was = int(added(before.values(), "charge_ore") or 0)
        notes.append(_against(charge, was, short_month(ground.before)))
    if ground.year_ago and not ground.year_ago.is_baseline:
        was = int(added(ago.values(), "charge_ore") or 0)
        notes.append(_against(charge, was, short_month(ground.year_ago.month)))
    return Figure(label=_("What it cost"), value=kr(charge), note="; ".join(notes))


def shown_cost(now: Lines) -> Figure:
    """To others than those who answer for it: what is seen differs from month to month
    with what is merged, so that a change would tell of that."""
    charge = added(now.values(), "charge_ore")
    note = _("of what is shown")
    return Figure(label=_("What it cost"), value=kr(charge), note=note)


def _against(now: int, was: int, when: str) -> str:
    more = now - was
    told = ("+" if more > 0 else "") + kr(more)
    if was:
        told += f" ({signed_percent(Decimal(more) / was, 0)})"
    return _("{change} against {month}").format(change=told, month=when)


def on_time_figure(ground: Ground, now: Lines, before: Lines, kept: Lines) -> Figure:
    """Of the cases done; against the month before, and the baseline where it has any."""
    label, held = _("On time"), part(now.values(), "on_time", "judged")
    if held is None:
        return Figure(label=label, value=NOTHING, note=_("no case was done"))
    notes = [
        ngettext("{kept} of {n} case", "{kept} of {n} cases", held[1]).format(
            kept=number(held[0]), n=number(held[1])
        )
    ]
    was = part(before.values(), "on_time", "judged")
    if ground.before and was:
        notes.append(f"{short_month(ground.before)} {_share(was)}")
    base = part(kept.values(), "on_time", "judged")
    notes.append(
        _("baseline {share} of {n}").format(share=_share(base), n=number(base[1]))
        if base
        else _("no baseline")
    )
    return Figure(label=label, value=_share(held), note="; ".join(notes))


def _share(held: tuple[int, int]) -> str:
    return percent(Decimal(held[0]) / held[1], 0)


def _quality(now: Lines) -> Iterator[Figure]:
    """Right the first time, and satisfaction where enough have said it."""
    right = part(now.values(), "first_right", "resolved")
    if right:
        text = ngettext("of {n} case", "of {n} cases", right[1])
        yield Figure(
            label=_("Right the first time"),
            value=_share(right),
            note=text.format(n=number(right[1])),
        )
    rated = part(now.values(), "rating", "rated")
    if rated and rated[1] >= FEWEST_RATINGS:
        yield Figure(
            label=_("Satisfaction"),
            value=number(Decimal(rated[0]) / rated[1], 1),
            note=_("of 5, from {count} ratings").format(count=number(rated[1])),
        )


def _table(ground: Ground, told: Sequence[Line], reader: PackReader) -> Table:
    """The largest by themselves, the rest together, and the sum."""
    first = told if len(told) <= MOST_LINES + 1 else told[:MOST_LINES]
    rest = told[len(first) :]
    rows = [_row(ground, one) for one in first]
    if rest:
        text = ngettext("{n} other service", "{n} other services", len(rest))
        rows.append(_together(ground, text.format(n=number(len(rest))), rest))
    whole = _("In all") if reader == PackReader.OWN else _("In all of what is shown")
    rows.append(_together(ground, whole, told))
    headers = [_("Service"), _("Units")]
    headers += [short_month(ground.before)] if ground.before else []
    headers += [_ago_header(ground)] if ground.year_ago else []
    return Table(
        caption=_("What you used"),
        headers=(*headers, _("Cost"), _("On time")),
        rows=tuple(rows),
        total=True,
    )


def _ago_header(ground: Ground) -> str:
    ago = ground.year_ago
    if ago is None:
        return ""
    name = short_month(ago.month)
    return _("{month}, baseline").format(month=name) if ago.is_baseline else name


def _row(ground: Ground, one: Line) -> tuple[str, ...]:
    volumes = [counted(one.volume)]
    volumes += [counted(one.before)] if ground.before else []
    volumes += [counted(one.year_ago)] if ground.year_ago else []
    return one.name, *volumes, kr(one.charge), _of(one.on_time)


def _of(held: tuple[int, int] | None) -> str:
    if held is None:
        return NOTHING
    return _("{kept} of {n}").format(kept=number(held[0]), n=number(held[1]))


def _together(ground: Ground, name: str, lines: Sequence[Line]) -> tuple[str, ...]:
    """Units of different services are never added up."""
    held = [one.on_time for one in lines if one.on_time]
    kept = (sum(one[0] for one in held), sum(one[1] for one in held))
    blanks = [""] * (1 + bool(ground.before) + bool(ground.year_ago))
    charge = sum(one.charge or 0 for one in lines)
    return name, *blanks, kr(charge), _of(kept if held else None)


def _how(ground: Ground, told: Sequence[Line], reader: PackReader) -> str:
    """The formula in words, and the dates of what it rests on."""
    parts = [
        _("Cost: units × the price in force, of what the service centre delivered.")
    ]
    if any(one.charge is None and one.volume for one in told):
        parts.append(_("Without cost: delivered by a support department of one’s own."))
    parts.append(_("On time: of the cases that were done and had a promised time."))
    if reader == PackReader.GROUP:
        parts.append(_("What concerns fewer than five persons is not shown here."))
    return " ".join(parts)


def units_told(ground: Ground, reader: PackReader) -> Mapping[int, Told]:
    """Every unit that received support, and what it is told. To others than those who
    answer for them nothing is told of an administration’s own use: what is merged
    within it stands there too."""
    found = {}
    for unit in ground.seen[reader].now:
        held = ground.units[unit]
        hidden = reader == PackReader.GROUP and held.kind in TOPS
        if held.kind in {UnitKind.CENTRE, UnitKind.GROUP} or hidden:
            continue
        told = unit_page(ground, unit, reader)
        if told:
            found[unit] = told
    return found
