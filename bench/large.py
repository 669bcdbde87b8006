# SPDX-License-Identifier: EUPL-1.2
"""A large municipality straight into an empty database: for measuring, never for truth.

The same numbers every time: what looks drawn is arithmetic on the row's number. Run as a
process of its own; `python -m bench.large SIZE` prints nothing.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import psycopg

from gemensam.core.set_up import set_up

BASELINE, OUTCOME = 2025, 2026
TOPS = 10  # administrations, each with an authority of its own
ACCOUNTS = (
    "3010", "4511", "5020", "5021", "5110", "5610", "5710", "6011", "6231", "6411",
    "6421", "6461", "6821", "7431", "7521", "7911", "8511",
)  # fmt: skip
EACH = 5  # rows of a voucher


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """`rows` of ledger a year; `months` of outcome after the baseline's year. `centre`:
    in the outcome a part of the support is one more cost centre, a service centre's."""

    rows: int
    units: int = 280
    support: int = 20
    staff: int = 5_200
    asked: int = 1_500
    months: int = 6
    centre: bool = False

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    @property
    def years(self) -> dict[int, int]:
        """Each with how many of its months there are."""
        later = {
            OUTCOME + year: min(12, self.months - 12 * year)
            for year in range((self.months + 11) // 12)
        }
        return {BASELINE: 12, **later}

    @property
    def ends(self) -> date:
        """The last month."""
        year, months = list(self.years.items())[-1]
        return date(year, months, 1)

    def place_of(self, number: int, year: int) -> int:
        """Where a person works: the first of those asked in support, or in the centre
        when there is one; the others everywhere."""
        if number >= self.asked // 4:
            return number % self.units
        if self.centre and year > BASELINE and number % 3 == 0:
            return self.units + self.support
        return self.units + number % self.support


VOUCHERS = """
INSERT INTO costing_voucher (id, ledger_id, series, number, occurrence, date, text,
    digest, first_import_id)
SELECT %(first)s + g, %(ledger)s, 'A', (%(first)s + g)::text, 1,
    make_date(%(year)s, 1, 1) + ((g * 7919::bigint) %% %(days)s)::int, '',
    decode(md5(g::text), 'hex'), %(import)s
FROM generate_series(1, %(count)s) g
"""
ROWS = """
INSERT INTO costing_ledgerrow (voucher_id, ledger_id, month, account, cost_centre,
    activity, project, counterpart, amount_ore, text)
SELECT v.id, v.ledger_id, date_trunc('month', v.date)::date,
    (%(accounts)s::text[])[1 + ((v.id * 31 + k * 7) %% %(kinds)s)],
    (10000 + (v.id * 13 + k * 101) %% %(centres)s)::text, '92000', '', '870',
    CASE WHEN k = 4 THEN -40000 ELSE 10000 + (v.id * 7907 + k) %% 900000 END, ''
FROM costing_voucher v CROSS JOIN generate_series(0, 4) k WHERE v.ledger_id = %(ledger)s
"""
VOLUMES = """
INSERT INTO costing_volumerow (month, service_id, unit_id, meter, count, persons,
    from_import_id)
SELECT m::date, s.id, u.id, u.code, 1 + (u.id * 37 + s.id * 11 + extract(month from m)::int)
    %% 400, 12, %(import)s
FROM catalogue_service s CROSS JOIN group_unit u
CROSS JOIN generate_series(%(start)s::date, %(end)s::date, interval '1 month') m
WHERE u.kind = 'unit'
"""


def build(size: Size) -> None:
    """Fill the database that the environment names."""
    set_up()
    from django.db import transaction

    from gemensam.core import clock
    from gemensam.core.database import allow_long_statements
    from gemensam.core.models import Import
    from gemensam.costing.actions.turnover import sum_turnover

    entity = _organisation(size)
    record = Import.objects.create(
        kind="ledger",
        state="committed",
        original_name="stor.se",
        original_sha256="0" * 64,
        original_size=0,
        received_at=clock.now(),
        committed_at=clock.now(),
    )
    _people(entity, record, size)
    _mapping(entity, size)
    ledgers = _rows(entity, record, size)
    with owner() as connection:
        connection.execute("ANALYZE")
    for ledger, months in ledgers:
        with transaction.atomic():
            allow_long_statements()
            sum_turnover(ledger, months)
    with owner() as connection:
        connection.execute("ANALYZE costing_ledgerturnover")


def owner() -> psycopg.Connection[Any]:
    return psycopg.connect(os.environ["GEMENSAM_DATABASE_OWNER_URL"], autocommit=True)


def _organisation(size: Size) -> Any:
    from gemensam.catalogue.actions import load_seed
    from gemensam.catalogue.models import Delivery, Service
    from gemensam.core import clock
    from gemensam.core.by import CONSOLE
    from gemensam.group.models import (
        Authority,
        LegalEntity,
        Person,
        Placement,
        RoleAssignment,
        Unit,
        UnitAlias,
    )
    from gemensam.site.setup import declare

    tenth = clock.start_of_day((size.ends + timedelta(days=32)).replace(day=10))
    offset = tenth + timedelta(hours=9) - clock.real_now()
    declare("Storby", built_by_demo=False, clock_offset=offset)
    load_seed(by=CONSOLE, at=clock.now())
    entity = LegalEntity.objects.create(
        orgnr="2120001355",
        name="Storby kommun",
        kind="municipality",
        chart="kommun-bas",
    )
    authorities = Authority.objects.bulk_create(
        Authority(name=name, kind="committee", legal_entity=entity)
        for name in ("Kommunstyrelsen", *(f"Nämnd {n}" for n in range(1, TOPS)))
    )
    since = date(2018, 1, 1)
    units = Unit.objects.bulk_create(
        Unit(
            code=f"E{number:04}",
            name=f"Enhet {number}",
            name_key=f"enhet {number:04}",
            kind=_kind(number, size),
            legal_entity=entity,
            authority=authorities[number % TOPS],
            valid_from=since,
        )
        for number in range(size.units + size.support + TOPS + 1)
    )
    root, tops = units[-TOPS - 1], units[-TOPS:]
    Placement.objects.create(
        unit=root, parent=None, authority=root.authority, valid_from=since
    )
    Placement.objects.bulk_create(
        Placement(unit=top, parent=root, authority=top.authority, valid_from=since)
        for top in tops
    )
    small = units[: size.units + size.support]
    Placement.objects.bulk_create(
        Placement(
            unit=unit,
            parent=tops[number % TOPS],
            authority=unit.authority,
            valid_from=since,
        )
        for number, unit in enumerate(small)
    )
    UnitAlias.objects.bulk_create(
        UnitAlias(
            register="ledger",
            legal_entity=entity,
            code=str(10000 + number),
            unit=unit,
            valid_from=since,
        )
        for number, unit in enumerate(small)
    )
    support = small[size.units :]
    Delivery.objects.bulk_create(
        (
            Delivery(
                service=service,
                unit=unit,
                provider="local",
                provided_by=support[(number % 10 + 10 * place) % size.support],
                valid_from=since,
            )
            for place, service in enumerate(Service.objects.all())
            for number, unit in enumerate(small[: size.units])
        ),
        batch_size=5000,
    )
    _controller(Person, RoleAssignment, units[0], since)
    return entity


def _kind(number: int, size: Size) -> str:
    if number < size.units:
        return "unit"
    if number < size.units + size.support:
        return "support"
    return "group" if number == size.units + size.support else "administration"


def _controller(people: Any, roles: Any, home: Any, since: date) -> None:
    from gemensam.core.models import Account

    account = Account.objects.create(email="controller@storby.example")
    person = people.objects.create(
        account=account, name="Cecilia", email=account.email, home=home
    )
    for role in ("controller", "centre_manager", "administrator"):
        roles.objects.create(person=person, role=role, valid_from=since)


def _people(entity: Any, record: Any, size: Size) -> None:
    """Everybody employed, and those who said what they do; a twentieth did not answer."""
    from gemensam.catalogue.models import Service
    from gemensam.costing.models import StaffRow, SurveyAnswer, SurveyRound

    StaffRow.objects.bulk_create(
        (
            StaffRow(
                from_import=record,
                year=year,
                pseudonym=f"p{number}",
                form="monthly",
                title=f"Befattning {number % 40}",
                extent=Decimal(1),
                monthly_ore=3_000_000 + number % 900_000,
                hr_code="",
                cost_centre=str(10000 + size.place_of(number, year)),
                legal_entity=entity,
                employed_from=date(2018, 1, 1),
            )
            for year in size.years
            for number in range(size.staff)
        ),
        batch_size=5000,
    )
    one = SurveyRound.objects.create(
        month=date(BASELINE, 10, 1),
        about_from=date(BASELINE, 1, 1),
        about_to=date(BASELINE, 12, 1),
        from_import=record,
    )
    codes = list(Service.objects.order_by("code").values_list("code", flat=True))
    SurveyAnswer.objects.bulk_create(
        (
            SurveyAnswer(
                round=one,
                pseudonym=f"p{number}",
                activity=codes[(number * 7 + part * 13) % len(codes)]
                if part
                else "OVR",
                share=Decimal("0.2") if part else Decimal("0.4"),
            )
            for number in range(size.asked)
            if number % 20
            for part in range(4)
        ),
        batch_size=5000,
    )
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(round=one, pseudonym=f"p{number}")
        for number in range(0, size.asked, 20)
    )
    with owner() as connection:
        connection.execute(
            VOLUMES,
            {
                "import": record.pk,
                "start": date(BASELINE, 1, 1),
                "end": size.ends,
            },
        )


def _mapping(entity: Any, size: Size) -> None:
    from gemensam.catalogue.models import Service
    from gemensam.core import clock
    from gemensam.costing.models import MappingRule, MappingVersion

    version = MappingVersion.objects.create(number=1, created_at=clock.now())
    service = Service.objects.get(code="F17")
    first = 10000 + size.units
    support = f"{first}-{first + size.support - (not size.centre)}"
    for number, (account, centre, treatment) in enumerate(
        (
            ("7521", "", "direct"),
            ("50*,51*,56*,57*", "", "people"),
            ("6*,7*", support, "overhead"),
            ("3*,4*,6*,74*,8*", "", "outside"),
        )
    ):
        MappingRule.objects.create(
            version=version,
            order=number,
            legal_entity=entity,
            account=account,
            cost_centre=centre,
            treatment=treatment,
            service=service if treatment == "direct" else None,
        )


def _rows(entity: Any, record: Any, size: Size) -> list[tuple[int, list[date]]]:
    """`rows` in the baseline's year, and as many a month in those of the outcome."""
    from gemensam.costing.models import Ledger, LedgerName

    found, first = [], 0
    with owner() as connection:
        _without_checks(connection)
        for year, months in size.years.items():
            ends = date(year, 12, 31) if months == 12 else date(year, months + 1, 1)
            through = ends if months == 12 else ends - timedelta(days=1)
            ledger = Ledger.objects.create(
                legal_entity=entity,
                year_from=date(year, 1, 1),
                year_to=date(year + 1, 1, 1),
                through=through,
            )
            LedgerName.objects.bulk_create(
                LedgerName(
                    ledger=ledger,
                    dimension=0,
                    code=account,
                    name=f"Konto {account}",
                    first_import=record,
                )
                for account in ACCOUNTS
            )
            days = (through - date(year, 1, 1)).days + 1
            given = {
                "first": first,
                "ledger": ledger.pk,
                "year": year,
                "days": days,
                "import": record.pk,
                "count": size.rows // EACH * days // 365,
                "accounts": list(ACCOUNTS),
                "kinds": len(ACCOUNTS),
                "centres": size.units
                + size.support
                + (size.centre and year > BASELINE),
            }
            connection.execute(VOUCHERS, given)
            connection.execute(ROWS, given)
            first += size.rows
            found.append((ledger.pk, [date(year, m, 1) for m in range(1, months + 1)]))
        connection.execute(
            "CREATE INDEX costing_row_centre ON costing_ledgerrow "
            "(ledger_id, cost_centre, month)"
        )
    return found


def _without_checks(connection: psycopg.Connection[Any]) -> None:
    """Millions of rows go in without asking for each whether its voucher exists."""
    names = connection.execute(
        "SELECT conname FROM pg_constraint WHERE contype = 'f' "
        "AND conrelid = 'costing_ledgerrow'::regclass"
    ).fetchall()
    for (name,) in names:
        connection.execute(f'ALTER TABLE costing_ledgerrow DROP CONSTRAINT "{name}"')
    connection.execute("DROP INDEX IF EXISTS costing_row_centre")


if __name__ == "__main__":
    build(Size(**json.loads(sys.argv[1])))
