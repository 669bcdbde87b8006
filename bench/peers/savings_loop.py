# SPDX-License-Identifier: EUPL-1.2
"""A savings case as one would write it down, with the standard library alone.

Argument: a JSON object of the case (see bench/savings.py). Prints draws per second, the
share of draws that reach 15 % at the end of year 1, and the middle of it and of the
present value at 3 %.
"""

import json
import random
import statistics
import sys
import time

Values = dict[str, float]
Pair = tuple[float, float]

task = json.loads(sys.argv[1])
chance = random.Random(1)
WINDOW = (9, 12)
YEARS, INTEREST, VAT = 5, 0.03, 0.25


def pert(low: float, likely: float, high: float) -> float:
    width = high - low
    a = 1 + 4 * (likely - low) / width
    b = 1 + 4 * (high - likely) / width
    return low + width * chance.betavariate(a, b)


def grown(months: int) -> float:
    """The share of the saving in effect so many months after the cut-over."""
    for (at, share), (later, more) in (((3, 0.0), (6, 0.6)), ((6, 0.6), (12, 1.0))):
        if at <= months < later:
            return share + (more - share) * (months - at) / (later - at)
    return 0.0 if months < 3 else 1.0


def mean_of_month(month: int) -> float:
    return (grown(month) + grown(month + 1)) / 2


def level(month: int, start: int, value: Values, left: Pair) -> Pair:
    """What is saved of one krona of a wave in a month; whole months of delay."""
    age = month - start
    if age < 0:
        return 0.0, 0.0
    labour, other = left
    part = mean_of_month(age)
    saved = part * (
        value["cashed"] * (1 - labour) * task["labour"] + (1 - other) * task["other"]
    )
    whole = task["labour"] + task["other"]
    years = max(0, month // 12)
    saved += (whole - saved) * (1 - (1 - value["efficiency"]) ** years)
    saved -= value["running"] * whole
    if age < 3:
        saved -= value["dip"] * task["labour"]
    return saved, whole


def month_saved(month: int, value: Values, left: Pair) -> Pair:
    """A delay of 2.3 months is 0.7 of one of two and 0.3 of one of three."""
    late = int(value["delay"])
    rest = value["delay"] - late
    total = charged = 0.0
    for start, share in zip(task["starts"], task["shares"], strict=True):
        for delay, weight in ((late, 1 - rest), (late + 1, rest)):
            saved, whole = level(month, start + delay, value, left)
            total += share * weight * saved
            charged += share * weight * (whole - saved)
    return total, VAT * task["vat"] * charged


def draw() -> Pair:
    value = {key: pert(*three) for key, three in task["ranges"].items()}
    labour = other = 1.0
    for lever in task["levers"]:
        other *= 1 - value[lever]
        if lever not in task["other_only"]:
            labour *= 1 - value[lever]
    flows = [0.0] * (YEARS + 1)
    window = 0.0
    for month in range(-3, 12 * YEARS):
        saved, vat = month_saved(month, value, (labour, other))
        flows[month // 12 + 1 if month >= 0 else 0] += (saved - vat) / 12
        if WINDOW[0] <= month < WINDOW[1]:
            window += saved / 3
    for key, profile in task["profiles"].items():
        for year, share in enumerate(profile):
            flows[year] -= value[key] * share
    worth = sum(flow / (1 + INTEREST) ** year for year, flow in enumerate(flows))
    return window / (task["labour"] + task["other"]), worth


begin = time.perf_counter()
drawn = [draw() for _ in range(task["draws"])]
seconds = time.perf_counter() - begin
paces = [pace for pace, _worth in drawn]
print(
    json.dumps(
        {
            "draws_per_second": task["draws"] / seconds,
            "p_15": sum(pace >= 0.15 for pace in paces) / len(paces),
            "median": statistics.median(paces),
            "npv": statistics.median(worth for _pace, worth in drawn),
        }
    )
)
