# SPDX-License-Identifier: EUPL-1.2
"""From the baseline to the target, step by step, to the öre.

Every cell walks its own steps in whole öre (each step is the difference of two rounded
levels), so that baseline − steps = target holds in every cell, and in every sum of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gemensam.calc.businesscase.cash import VAT
from gemensam.calc.businesscase.levers import ORDER
from gemensam.calc.businesscase.model import (
    CASHED,
    DELAY,
    DIP,
    EFFICIENCY,
    RUNNING,
    Case,
    Cell,
    Label,
    in_order,
)
from gemensam.calc.businesscase.ramp import LONGEST_DELAY, Window, tables

INDEX = "index"
NOT_CASHED, NOT_YET = "not_cashed", "not_yet"
NOT_DEDUCTED = "vat"
STEPS = (
    INDEX, *(str(lever) for lever in ORDER),
    NOT_CASHED, NOT_YET, EFFICIENCY, DIP, RUNNING, NOT_DEDUCTED,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Factors on personnel and other cost from the baseline's prices to the target's."""

    wage: float = 1.0
    price: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """Öre a year; steps (in the order of STEPS) are what is added: savings negative."""

    baseline: int
    steps: Mapping[str, int]

    @property
    def target(self) -> int:
        return self.baseline + sum(self.steps.values())


def waterfall(
    case: Case, window: Window, *, by: Label, index: Index | None = None
) -> Mapping[object, Waterfall]:
    """At likely values, at the pace of `window`, by a label of the cells."""
    values = {key: one.likely for key, one in case.ranges.items()}
    shares = _shares(case, window, values[DELAY])
    found: dict[object, list[int]] = {}
    for cell in case.cells:
        walk = _walk(cell, values, _Timing.of(cell, shares, window), index or Index())
        held = found.setdefault(by(cell), [0] * (len(STEPS) + 1))
        for place, ore in enumerate(_differences(walk)):
            held[place] += ore
    return {
        label: Waterfall(
            baseline=told[0], steps=dict(zip(STEPS, told[1:], strict=True))
        )
        for label, told in found.items()
    }


def together(parts: Sequence[Waterfall]) -> Waterfall:
    """Several walked as one."""
    return Waterfall(
        baseline=sum(part.baseline for part in parts),
        steps={step: sum(part.steps[step] for part in parts) for step in STEPS},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Timing:
    """Shares of the cell at the window: saving in effect, in the dip, moved."""

    saving: float
    dip: float
    moved: float
    years: int

    @classmethod
    def of(
        cls, cell: Cell, shares: Sequence[Sequence[float]], window: Window
    ) -> "_Timing":
        saving, dip, moved = (
            sum(part * wave for part, wave in zip(kind, cell.waves, strict=True))
            for kind in shares
        )
        return cls(saving=saving, dip=dip, moved=moved, years=window.efficiencies)


def _shares(case: Case, window: Window, delay: float) -> Sequence[Sequence[float]]:
    """(saving, dip, moved) of each wave at the likely delay."""
    table = tables(case.starts, (window,))[..., 0]
    whole = min(max(delay, 0.0), LONGEST_DELAY)
    month = int(whole)
    part = whole - month
    shares: Sequence[Sequence[float]] = np.asarray(
        table[:, month] * (1 - part) + table[:, month + 1] * part
    ).tolist()
    return shares


def _walk(
    cell: Cell, values: Mapping[str, float], timing: _Timing, index: Index
) -> list[float]:
    """The level before the first step and after each of STEPS."""
    labour, other = cell.labour * index.wage, cell.other * index.price
    base_labour, base = labour, labour + other
    levels = [float(cell.labour + cell.other), base]
    effects = {effect.lever: effect for effect in in_order(cell.effects)}
    for lever in ORDER:
        if effect := effects.get(lever):
            left = 1 - values[effect.key]
            labour = labour * left if effect.base.labour else labour
            other = other * left if effect.base.other else other
        levels.append(labour + other)
    at = labour + other + (1 - values[CASHED]) * (base_labour - labour)
    levels.append(at)
    now = base - timing.saving * (base - at)
    levels.append(now)
    left = timing.moved * base - timing.saving * (base - at)
    now -= left * (1 - (1 - values[EFFICIENCY]) ** timing.years)
    levels.append(now)
    now += values[DIP] * timing.dip * base_labour
    levels.append(now)
    now += values[RUNNING] * timing.moved * base
    levels.append(now)
    charged = timing.moved * base - (base - now)
    levels.append(now + VAT * cell.vat * charged)
    return levels


def _differences(levels: Sequence[float]) -> list[int]:
    whole = [round(level) for level in levels]
    return [whole[0], *(b - a for a, b in pairwise(whole))]
