# SPDX-License-Identifier: EUPL-1.2
"""A large municipality straight into an empty database: for measuring, never for truth.

The same numbers every time: what looks drawn is arithmetic on the row's number. Run as a
process of its own; `python -m bench.large ROWS` prints nothing.
"""

import os
import sys
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import django

import psycopg

UNITS, SUPPORT, ASKED, STAFF = 280, 20, 1_500, 5_200
BASELINE, OUTCOME = 2025, 2026
ACCOUNTS = (
    "3010", "4511", "5020", "5021", "5110", "5610", "5710", "6011", "6231", "6411",
    "6421", "6461", "6821", "7431", "7521", "7911", "8511",
)  # fmt: skip
EACH = 5  # rows of a voucher
OUTCOME_MONTHS = 6
DAYS = {BASELINE: 365, OUTCOME: 181}

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


def build(rows: int) -> None:
    """Fill the database that the environment names."""
    django.setup()
    from django.db import transaction

    from gemensam.core import clock
    from gemensam.core.database import allow_long_statements
    from gemensam.core.models import Import
    from gemensam.costing.actions.turnover import sum_turnover

    record = Import.objects.create(
        kind="ledger",
        state="committed",
        original_name="stor.se",
        original_sha256="0" * 64,
        original_size=0,
        received_at=clock.now(),
        committed_at=clock.now(),
    )
    entity = _organisation()
    _people(entity, record)
    _mapping(entity)
    ledgers = _rows(entity, record, rows)
    with _owner() as connection:
        connection.execute("ANALYZE")
    for ledger, months in ledgers:
        with transaction.atomic():
            allow_long_statements()
            sum_turnover(ledger, months)
    with _owner() as connection:
        connection.execute("ANALYZE costing_ledgerturnover")


def _owner() -> psycopg.Connection[Any]:
    return psycopg.connect(os.environ["GEMENSAM_DATABASE_OWNER_URL"], autocommit=True)


def _organisation() -> Any:
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

    declare("Storby", built_by_demo=False, clock_offset=timedelta())
    load_seed(by=CONSOLE, at=clock.now())
    entity = LegalEntity.objects.create(
        orgnr="2120001355",
        name="Storby kommun",
        kind="municipality",
        chart="kommun-bas",
    )
    authority = Authority.objects.create(
        name="Kommunstyrelsen", kind="committee", legal_entity=entity
    )
    since = date(2018, 1, 1)
    units = Unit.objects.bulk_create(
        Unit(
            code=f"E{number:04}",
            name=f"Enhet {number}",
            name_key=f"enhet {number:04}",
            kind=_kind(number),
            legal_entity=entity,
            authority=authority,
            valid_from=since,
        )
        for number in range(UNITS + SUPPORT + 11)
    )
    root, tops = units[-11], units[-10:]
    Placement.objects.create(unit=root, parent=None, valid_from=since)
    Placement.objects.bulk_create(
        Placement(unit=top, parent=root, valid_from=since) for top in tops
    )
    small = units[: UNITS + SUPPORT]
    Placement.objects.bulk_create(
        Placement(unit=unit, parent=tops[number % 10], valid_from=since)
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
    support = small[UNITS:]
    Delivery.objects.bulk_create(
        (
            Delivery(
                service=service,
                unit=unit,
                provider="local",
                provided_by=support[number % 10 + 10 * (place % 2)],
                valid_from=since,
            )
            for place, service in enumerate(Service.objects.all())
            for number, unit in enumerate(small[:UNITS])
        ),
        batch_size=5000,
    )
    _controller(Person, RoleAssignment, units[0], since)
    return entity


def _kind(number: int) -> str:
    if number < UNITS:
        return "unit"
    if number < UNITS + SUPPORT:
        return "support"
    return "group" if number == UNITS + SUPPORT else "administration"


def _controller(people: Any, roles: Any, home: Any, since: date) -> None:
    from gemensam.core.models import Account

    account = Account.objects.create(email="controller@storby.example")
    person = people.objects.create(
        account=account, name="Cecilia", email=account.email, home=home
    )
    for role in ("controller", "centre_manager", "administrator"):
        roles.objects.create(person=person, role=role, valid_from=since)


def _people(entity: Any, record: Any) -> None:
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
                cost_centre=str(10000 + _place(number)),
                legal_entity=entity,
                employed_from=date(2018, 1, 1),
            )
            for year in (BASELINE, OUTCOME)
            for number in range(STAFF)
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
            for number in range(ASKED)
            if number % 20
            for part in range(4)
        ),
        batch_size=5000,
    )
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(round=one, pseudonym=f"p{number}")
        for number in range(0, ASKED, 20)
    )
    with _owner() as connection:
        connection.execute(
            VOLUMES,
            {
                "import": record.pk,
                "start": date(BASELINE, 1, 1),
                "end": date(OUTCOME, OUTCOME_MONTHS, 1),
            },
        )


def _place(number: int) -> int:
    """The first of those asked work in support, the others everywhere."""
    if number < ASKED // 4:
        return UNITS + number % SUPPORT
    return number % UNITS


def _mapping(entity: Any) -> None:
    from gemensam.catalogue.models import Service
    from gemensam.core import clock
    from gemensam.costing.models import MappingRule, MappingVersion

    version = MappingVersion.objects.create(number=1, created_at=clock.now())
    service = Service.objects.get(code="F17")
    support = f"{10000 + UNITS}-{10000 + UNITS + SUPPORT - 1}"
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


def _rows(entity: Any, record: Any, rows: int) -> list[tuple[int, list[date]]]:
    """`rows` in the baseline's year, and as many a month in the outcome's."""
    from gemensam.costing.models import Ledger, LedgerName

    found = []
    with _owner() as connection:
        _without_checks(connection)
        for year in (BASELINE, OUTCOME):
            count = rows // EACH * DAYS[year] // 365
            ledger = Ledger.objects.create(
                legal_entity=entity,
                year_from=date(year, 1, 1),
                year_to=date(year + 1, 1, 1),
                through=date(year, 12, 31) if year == BASELINE else date(year, 6, 30),
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
            given = {
                "first": 0 if year == BASELINE else rows,
                "ledger": ledger.pk,
                "year": year,
                "days": DAYS[year],
                "import": record.pk,
                "count": count,
                "accounts": list(ACCOUNTS),
                "kinds": len(ACCOUNTS),
                "centres": UNITS + SUPPORT,
            }
            connection.execute(VOUCHERS, given)
            connection.execute(ROWS, given)
            last = 12 if year == BASELINE else OUTCOME_MONTHS
            found.append((ledger.pk, [date(year, m, 1) for m in range(1, last + 1)]))
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
    build(int(sys.argv[1]))
