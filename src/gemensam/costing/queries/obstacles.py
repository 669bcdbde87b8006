# SPDX-License-Identifier: EUPL-1.2
"""What stands in the way of freezing a baseline: how much, where, and the cure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max, Min, Q
from django.db.models.functions import Coalesce

from gemensam.catalogue.models import StandardTime
from gemensam.core.wording import kronor
from gemensam.costing.models import (
    Correction,
    CostRun,
    Ledger,
    Reconciled,
    StaffRow,
    StandardShareVersion,
    VolumeRow,
)
from gemensam.costing.queries.drivers import current_step_down
from gemensam.costing.queries.mapped import Left, mapped_of
from gemensam.costing.queries.people import round_for, rounds
from gemensam.costing.queries.reconciliation import Difference, Lies, differences
from gemensam.costing.queries.treatment import current_mapping
from gemensam.formats.issues import Marked, filled, mark
from gemensam.group.models import LegalEntity
from gemensam.outcomes.models import ScenarioVersion
from gemensam.outcomes.queries.versions import months_of

HEAVIEST = 5  # codes told by name


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing in the way: a marked text with its values, and a page that helps."""

    text: Marked
    values: Mapping[str, object]
    page: str  # the name of an address without arguments

    def message(self, translate: Callable[[str], str] = str) -> str:
        return filled(self.text, self.values, translate)


NOTHING = mark("No month of the baseline is computed. Import ledgers, staff, survey and volumes, and compute it.")  # fmt: skip
UNMAPPED = mark("{kronor} kr of {ledger} are not mapped, the heaviest on {codes}. Say what those codes are, and compute the baseline again.")  # fmt: skip
MISSING = mark("The ledger of {entity} lacks {months}. Import it for the whole period, and compute the baseline again.")  # fmt: skip
OFF = {
    Lies.LEDGER: mark("{month}: {kronor} kr of the ledgers have no category. Compute the baseline again."),
    Lies.GRAIN: mark("{month}: the cost by service and unit lacks {kronor} kr of the support in the ledgers. Compute the baseline again."),
}  # fmt: skip
OLD_MAPPING = mark("The baseline was computed with mapping {used}, but mapping {current} holds now. Compute it again.")  # fmt: skip
OLD_STEPS = mark("The baseline was computed with another step-down of overhead than the one that holds now. Compute it again.")  # fmt: skip
NO_STAFF = mark("There is no staff register of {year}: nobody’s pay is known, and the cost of personnel is not on the services. Import it, and compute the baseline again.")  # fmt: skip
NEWER_STAFF = mark("The staff register came in after the baseline was computed. Compute the baseline again.")  # fmt: skip
NEWER_VOLUMES = mark("Volumes came in after the baseline was computed. Compute the baseline again.")  # fmt: skip
NEWER_TIMES = mark("Standard times were changed after the baseline was computed. Compute the baseline again.")  # fmt: skip
NEWER_SAID = mark("A manager corrected rows of their employees after the baseline was computed. Compute the baseline again.")  # fmt: skip
NEWER_STANDARDS = mark("The list of standard shares was changed after the baseline was computed. Compute the baseline again.")  # fmt: skip
OLD_SURVEY = mark("{month} was computed with a time survey that a newer one has replaced. Compute the baseline again.")  # fmt: skip


def obstacles(scenario: ScenarioVersion, *, as_kept: bool = False) -> list[Obstacle]:
    """All that stands in the way of `scenario`; empty when it can be frozen. `as_kept`,
    for pages: what the grain holds is taken from when it was written."""
    months = months_of(scenario)
    if not months:
        return [Obstacle(NOTHING, {}, "benefits:compute")]
    return [
        *_unmapped(months),
        *_missing(scenario, months),
        *_off(scenario, as_kept),
        *_people(months),
        *_outdated(scenario),
        *_newer(scenario, months),
    ]


def _unmapped(months: Sequence[date]) -> Iterator[Obstacle]:
    by_ledger: dict[int, list[Left]] = defaultdict(list)
    for one in mapped_of(months, most=10**9).heaviest:
        by_ledger[one.ledger].append(one)
    ledgers = Ledger.objects.select_related("legal_entity").in_bulk(by_ledger.keys())
    for ledger, left in by_ledger.items():
        ore = sum(one.ore for one in left)
        if ore:
            values = {
                "kronor": _kronor(ore),
                "ledger": ledgers[ledger],
                "codes": "; ".join(_named(one) for one in left[:HEAVIEST]),
            }
            yield Obstacle(UNMAPPED, values, "costing:mapping")


def _named(left: Left) -> str:
    return f"{left.coding.account} {left.coding.cost_centre} ({_kronor(left.ore)} kr)"


def _kronor(ore: int) -> str:
    return f"{Decimal(ore) / 100:,.2f}".replace(",", "\u00a0").replace(".", ",")


def _missing(scenario: ScenarioVersion, months: Sequence[date]) -> Iterator[Obstacle]:
    """Entities with a ledger of some other month; one without any is left out, in words."""
    told = months_told(scenario)
    expected = LegalEntity.objects.filter(ledgers__isnull=False).distinct()
    for entity in expected.order_by("name"):
        lacking = [month for month in months if month not in told.get(entity.pk, ())]
        if lacking:
            named = ", ".join(f"{month:%Y-%m}" for month in lacking)
            values = {"entity": entity.name, "months": named}
            yield Obstacle(MISSING, values, "costing:ledgers")


def months_told(scenario: ScenarioVersion) -> Mapping[int, set[date]]:
    """Legal entity → the months whose computation read rows of its ledgers."""
    rows = Reconciled.objects.filter(
        run__scenario=scenario, run__superseded_at=None
    ).values_list("ledger__legal_entity_id", "run__month")
    found: dict[int, set[date]] = defaultdict(set)
    for entity, month in rows.distinct():
        found[entity].add(month)
    return found


def _off(scenario: ScenarioVersion, as_kept: bool) -> Iterator[Obstacle]:
    for one in differences(scenario.pk, as_kept=as_kept):
        yield _difference(one)


def _difference(one: Difference) -> Obstacle:
    values = {"month": f"{one.month:%Y-%m}", "kronor": kronor(one.ore)}
    return Obstacle(OFF[one.what], values, "benefits:compute")


def _people(months: Sequence[date]) -> Iterator[Obstacle]:
    known = set(
        StaffRow.objects.filter(superseded_at=None).values_list("year", flat=True)
    )
    for year in sorted({month.year for month in months} - known):
        yield Obstacle(NO_STAFF, {"year": year}, "benefits:compute")


def _newer(scenario: ScenarioVersion, months: Sequence[date]) -> Iterator[Obstacle]:
    """Evidence that no run could know; a survey and a mapping are told by themselves."""
    computed = computed_at(scenario)
    years = {month.year for month in months}
    evidence = {
        NEWER_STAFF: StaffRow.objects.filter(superseded_at=None, year__in=years),
        NEWER_VOLUMES: VolumeRow.objects.filter(month__in=months),
    }
    for text, rows in evidence.items():
        came = rows.aggregate(last=Max("from_import__committed_at"))["last"]
        if came and computed and came > computed:
            yield Obstacle(text, {}, "benefits:compute")
    if computed and StandardTime.objects.filter(made_at__gt=computed).exists():
        yield Obstacle(NEWER_TIMES, {}, "benefits:compute")
    if computed and _assumes(scenario):
        if Correction.objects.filter(made_at__gt=computed).exists():
            yield Obstacle(NEWER_SAID, {}, "benefits:compute")
        if StandardShareVersion.objects.filter(created_at__gt=computed).exists():
            yield Obstacle(NEWER_STANDARDS, {}, "benefits:compute")


def computed_at(scenario: ScenarioVersion) -> datetime | None:
    """When the version's months were computed: of the one that was longest ago."""
    runs = CostRun.objects.filter(scenario=scenario, superseded_at=None)
    found: datetime | None = runs.aggregate(first=Min(Coalesce("computed_at", "at")))[
        "first"
    ]
    return found


def _assumes(scenario: ScenarioVersion) -> bool:
    """Some month rests on corrections and standard shares: not everybody was asked."""
    runs = CostRun.objects.filter(scenario=scenario, superseded_at=None)
    return runs.filter(Q(survey=None) | Q(survey__partial=True)).exists()


def _outdated(scenario: ScenarioVersion) -> Iterator[Obstacle]:
    """Evidence that has moved on since the cells were computed."""
    mapping, known, steps = current_mapping(), rounds(), current_step_down()
    used: Counter[str] = Counter()
    runs = CostRun.objects.filter(scenario=scenario, superseded_at=None)
    for run in runs.select_related("mapping").order_by("month"):
        if mapping and run.mapping_id != mapping.pk:
            used[str(run.mapping.number if run.mapping else "–")] += 1
        newest = round_for(run.month, known)
        if newest and run.survey_id != newest.pk:
            values = {"month": f"{run.month:%Y-%m}"}
            yield Obstacle(OLD_SURVEY, values, "benefits:compute")
    if runs.exclude(step_down=steps).exists():
        yield Obstacle(OLD_STEPS, {}, "benefits:compute")
    for number in used:
        values = {"used": number, "current": str(mapping)}
        yield Obstacle(OLD_MAPPING, values, "benefits:compute")
