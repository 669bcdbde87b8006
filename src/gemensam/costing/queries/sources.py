# SPDX-License-Identifier: EUPL-1.2
"""What there is to compute some months from, since when, and what is missing with its
consequence in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from django.db.models import Count, Max

from gemensam.core.models import Import
from gemensam.costing.models import (
    Ledger,
    StaffRow,
    SurveyAnswer,
    SurveyRound,
)
from gemensam.costing.queries.mapped import Mapped, mapped_of
from gemensam.costing.queries.people import round_for, rounds
from gemensam.costing.queries.standards import current_version
from gemensam.costing.queries.treatment import current_mapping
from gemensam.costing.queries.turnover import months_posted
from gemensam.costing.queries.volume_files import volume_files
from gemensam.formats.issues import Marked, filled, mark
from gemensam.group.models import LegalEntity


class State(Enum):
    """`colour` and `label` as the page shows them."""

    THERE = ("green", mark("there"))
    PARTLY = ("orange", mark("partly"))
    MISSING = ("red", mark("missing"))

    @property
    def colour(self) -> str:
        return self.value[0]

    @property
    def label(self) -> Marked:
        return self.value[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """One source. `text` with `values` says what is there; `lack` (if anything is) what
    cannot be computed without the rest, and the cure. `page` is a name of an address."""

    name: Marked
    whose: str = ""
    state: State
    text: Marked
    values: Mapping[str, object] = field(default_factory=dict)
    at: datetime | None = None
    lack: Marked | None = None
    page: str = ""
    argument: str = ""

    def message(self, translate: Callable[[str], str] = str) -> str:
        return filled(self.text, self.values, translate)

    def lacking(self, translate: Callable[[str], str] = str) -> str:
        values = {**self.values, "whose": self.whose}
        return filled(self.lack, values, translate) if self.lack else ""


LEDGER, STAFF, SURVEY = mark("Ledger"), mark("Staff register"), mark("Time survey")
VOLUMES, MAPPING = mark("Volumes"), mark("Mapping")


def status_of(months: Sequence[date], told: Mapped | None = None) -> list[Status]:
    """Every source of `months`, in the order in which one would get hold of them.
    `told`: how much of them is mapped, for who knows it already."""
    return [
        *_ledgers(months),
        *_staff(months),
        *_survey(months),
        _volumes(months),
        _mapping(told or mapped_of(months, most=0)),
    ]


def _ledgers(months: Sequence[date]) -> Iterable[Status]:
    posted, asked = months_posted(), set(months)
    known = dict(
        Ledger.objects.values_list("legal_entity_id").annotate(last=Max("year_from"))
    )
    came = _imported("ledger")
    for entity in LegalEntity.objects.order_by("pk"):
        told = sorted(posted.get(entity.pk, set()) & asked)
        values: dict[str, object] = {"count": len(told), "of": len(months)}
        lack = text = None
        if len(told) == len(months):
            state, text = State.THERE, mark("{count} of {of} months")
        elif told:
            state, text = State.PARTLY, mark("{count} of {of} months, through {last}")
            values["last"] = f"{told[-1]:%Y-%m}"
            lack = mark("The ledger of {whose} has {count} of {of} months; the rest of its cost is not in the baseline. Import it for the whole period.")  # fmt: skip
        elif entity.pk in known:
            state, text = State.MISSING, mark("only another year: {year}")
            values["year"] = known[entity.pk].year
            lack = mark("{whose} has a ledger of {year} but none of the period; its cost is not in the baseline. Import the right year.")  # fmt: skip
        else:
            state, text = State.MISSING, mark("no ledger")
            lack = mark("{whose} has no ledger; its cost is not in the baseline. Import it, if the company is to be part.")  # fmt: skip
        yield Status(
            name=LEDGER,
            whose=entity.name,
            state=state,
            text=text,
            values=values,
            at=came,
            lack=lack,
            page="site:upload",
            argument="ledger",
        )


def _staff(months: Sequence[date]) -> Iterable[Status]:
    for year in sorted({month.year for month in months}):
        rows = StaffRow.objects.filter(year=year, superseded_at=None)
        told = rows.aggregate(n=Count("pk"), at=Max("from_import__committed_at"))
        yield Status(
            name=STAFF,
            whose=str(year),
            state=State.THERE if told["n"] else State.MISSING,
            text=mark("{count} employments") if told["n"] else mark("no register"),
            values={"count": told["n"]},
            at=told["at"],
            lack=None
            if told["n"]
            else mark(
                "Without the staff register of {whose} nobody’s pay is known: personnel of support departments is not placed on services, and that of administrators elsewhere is left out. Import the register."
            ),
            page="site:upload",
            argument="staff",
        )


def _survey(months: Sequence[date]) -> Iterable[Status]:
    one = round_for(max(months), rounds())
    if one is None and current_version() is not None:
        yield Status(
            name=SURVEY,
            state=State.PARTLY,
            text=mark("standard shares by title"),
            lack=mark(
                "Nobody has been asked who does what: standard shares by title are taken, and the range is wide. See where a survey would narrow it most."
            ),
            page="costing:who_does_what",
        )
        return
    if one is None:
        yield Status(
            name=SURVEY,
            state=State.MISSING,
            text=mark("no survey"),
            lack=mark(
                "Without a time survey nobody knows who does what: cost of personnel is not placed on services. Import a survey, or ask in the product."
            ),
            page="site:upload",
            argument="survey",
        )
        return
    answers = SurveyAnswer.objects.filter(round=one)
    asked = answers.values("pseudonym").distinct().count()
    gave = answers.exclude(share=None).values("pseudonym").distinct().count()
    other = all(one.month.year != month.year for month in months)
    yield Status(
        name=SURVEY,
        whose=f"{one.month:%Y-%m}",
        state=State.PARTLY if other else State.THERE,
        text=mark("{gave} of {asked} answered"),
        values={"gave": gave, "asked": asked},
        at=_told_at(one),
        lack=mark(
            "The time survey is of {whose}, another year than the baseline’s. Shares are taken from it all the same."
        )
        if other
        else None,
        page="site:upload",
        argument="survey",
    )


def _told_at(one: SurveyRound) -> datetime | None:
    if one.asked is not None:
        return one.asked.closed_at
    return one.from_import.committed_at if one.from_import else None


def _volumes(months: Sequence[date]) -> Status:
    came = volume_files(months)
    told = {month for month, _of in came}
    imports = Import.objects.filter(pk__in={of for _month, of in came})
    whole = len(told) == len(months)
    return Status(
        name=VOLUMES,
        state=State.THERE if whole else State.PARTLY if told else State.MISSING,
        text=mark("{count} of {of} months"),
        values={"count": len(told), "of": len(months)},
        at=imports.aggregate(at=Max("committed_at"))["at"],
        lack=None
        if whole
        else mark(
            "Volumes are known of {count} of {of} months: in the others cost stays with the support department instead of the units that used it, and has no cost per unit. Import the registers’ counts."
        ),
        page="site:upload",
        argument="volumes",
    )


def _mapping(told: Mapped) -> Status:
    version = current_mapping()
    if version is None:
        return Status(
            name=MAPPING,
            state=State.MISSING,
            text=mark("no mapping"),
            lack=mark(
                "Without a mapping nobody knows what is support: the whole ledger is unmapped. Accept suggestions at the mapping, and put it in force."
            ),
            page="costing:mapping",
        )
    values: dict[str, object] = {
        "percent": told.percent.quantize(Decimal("0.1")),
        "version": version.number,
        "kronor": f"{round(told.unmapped_ore / 100):,}".replace(",", "\u00a0"),
    }
    return Status(
        name=MAPPING,
        state=State.THERE if told.is_whole else State.PARTLY,
        text=mark("version {version}, {percent} % mapped"),
        values=values,
        at=version.created_at,
        lack=None
        if told.is_whole
        else mark(
            "{kronor} kr of the ledgers are not mapped and not in the baseline. Go on with the mapping until it is 100 %."
        ),
        page="costing:mapping",
    )


def _imported(kind: str) -> datetime | None:
    newest = Import.objects.filter(kind__startswith=kind).aggregate(
        at=Max("committed_at")
    )
    at: datetime | None = newest["at"]
    return at
