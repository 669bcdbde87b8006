# SPDX-License-Identifier: EUPL-1.2
"""What must hold of money."""

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext, gettext_lazy as _

from gemensam.core import audit
from gemensam.core.models import AuditEvent
from gemensam.core.ports import Finding, Invariant
from gemensam.costing.models import FrozenBaseline, SurveyRound
from gemensam.costing.queries.reconciliation import Lies, differences
from gemensam.costing.queries.sealed import digest_of, totals_of
from gemensam.formats.issues import mark
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import ScenarioVersion

# A table may hold only some of a voucher's accounts; a SIE file holds them all.
UNBALANCED = """
SELECT v.series, v.number, v.date, sum(r.amount_ore) FROM costing_voucher v
JOIN core_import i ON i.id = v.first_import_id AND i.kind <> 'ledger_table'
JOIN costing_ledgerrow r ON r.voucher_id = v.id
GROUP BY v.id, v.series, v.number, v.date HAVING sum(r.amount_ore) <> 0
"""
ORPHANS = """
SELECT r.id, r.account FROM costing_ledgerrow r
LEFT JOIN costing_voucher v ON v.id = r.voucher_id AND v.ledger_id = r.ledger_id
WHERE v.id IS NULL OR r.month <> date_trunc('month', v.date)::date
"""
TURNOVER = """
SELECT coalesce(t.ledger_id, r.ledger_id), coalesce(t.month, r.month),
    coalesce(t.account, r.account), coalesce(t.amount_ore, 0) - coalesce(r.ore, 0)
FROM costing_ledgerturnover t FULL JOIN (
    SELECT r.ledger_id, r.month, r.account, r.cost_centre, r.activity, r.project,
        r.counterpart, sum(r.amount_ore) AS ore, count(*) AS rows
    FROM costing_ledgerrow r JOIN costing_voucher v ON v.id = r.voucher_id
    WHERE v.superseded_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7
) r USING (ledger_id, month, account, cost_centre, activity, project, counterpart)
WHERE t.amount_ore IS DISTINCT FROM r.ore OR t.rows IS DISTINCT FROM r.rows
"""
SHARES = """
SELECT a.pseudonym, r.month, sum(a.share) FROM costing_surveyanswer a
JOIN costing_surveyround r ON r.id = a.round_id
WHERE a.share IS NOT NULL AND r.superseded_at IS NULL
GROUP BY a.pseudonym, r.month HAVING abs(sum(a.share) - 1) > 0.001
"""
MISSING = {
    Lies.LEDGER: mark("{ore} öre of the ledgers have no category"),
    Lies.GRAIN: mark("{ore} öre of the support are missing by service and unit"),
}


def vouchers_balance() -> Iterator[Finding]:
    for series, number, day, ore in _rows(UNBALANCED):
        what = gettext("{ore} öre too much").format(ore=ore)
        yield Finding("vouchers", f"{series} {number} {day}", what)


def rows_have_their_voucher() -> Iterator[Finding]:
    for row, account in _rows(ORPHANS):
        yield Finding(
            "rows", f"{account} #{row}", gettext("without its voucher or month")
        )


def turnover_is_the_rows() -> Iterator[Finding]:
    for ledger, month, account, ore in _rows(TURNOVER):
        what = gettext("{ore} öre more than the rows say").format(ore=ore)
        yield Finding("turnover", f"{ledger} {account} {month:%Y-%m}", what)


def every_ore_has_a_place() -> Iterator[Finding]:
    for one in differences():
        where = f"{one.month:%Y-%m} ({one.scenario})"
        what = gettext(MISSING[one.what]).format(ore=one.ore)
        yield Finding("reconciled", where, what)


def people_add_up() -> Iterator[Finding]:
    for person, month, total in _rows(SHARES):
        what = gettext("the shares add up to {total}").format(total=total)
        yield Finding("shares", f"{person} {month:%Y-%m}", what)


def disposed_answers_left_a_trail() -> Iterator[Finding]:
    """Answers are gone only by decision, and wholly."""
    told = set(
        AuditEvent.objects.filter(action="survey.disposed").values_list(
            "aggregate", flat=True
        )
    )
    for one in SurveyRound.objects.exclude(disposed_at=None).order_by("pk"):
        left = one.answers.count()
        if left:
            what = gettext("{count} rows of answers are still there")
            yield Finding("disposal", str(one), what.format(count=left))
        if audit.name_of(one) not in told:
            yield Finding("disposal", str(one), gettext("no decision in the trail"))
    for one in SurveyRound.objects.filter(disposed_at=None, answers=None):
        what = gettext("its answers are gone without having been disposed of")
        yield Finding("disposal", str(one), what)


def frozen_is_unchanged() -> Iterator[Finding]:
    """Every frozen baseline against its digest, its totals and what the trail says."""
    sealed = {
        event.aggregate: (event.payload or {}).get("facts", {}).get("digest")
        for event in AuditEvent.objects.filter(action="baseline.frozen")
    }
    for frozen in FrozenBaseline.objects.select_related("scenario", "signed_by"):
        where, scenario = str(frozen), frozen.scenario
        if digest_of(frozen) != bytes(frozen.digest):
            yield Finding("frozen", where, gettext("its figures are not those signed"))
        totals = totals_of(scenario.pk)
        if totals.cost != frozen.cost_ore:
            what = gettext("{ore} öre more than was signed")
            off = totals.cost - frozen.cost_ore
            yield Finding("frozen", where, what.format(ore=off))
        if sealed.get(audit.name_of(scenario)) != bytes(frozen.digest).hex():
            yield Finding("frozen", where, gettext("the trail tells another seal"))
        if scenario.frozen_at != frozen.frozen_at:
            yield Finding("frozen", where, gettext("its version is not frozen"))
    for scenario in ScenarioVersion.objects.filter(
        kind=ScenarioKind.BASELINE, frozen=None
    ).exclude(frozen_at=None):
        yield Finding("frozen", str(scenario), gettext("frozen, but nobody signed it"))


def _rows(sql: str) -> Iterator[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        yield from cursor.fetchall()


INVARIANTS = (
    Invariant("vouchers", _("Every voucher balances to the öre"), vouchers_balance),
    Invariant("rows", _("Every ledger row belongs to its voucher"), rows_have_their_voucher),
    Invariant("turnover", _("The sums kept of the ledgers are those of their rows"), turnover_is_the_rows),
    Invariant("reconciled", _("Every öre of the ledgers has a place, and the grain holds the support"), every_ore_has_a_place),
    Invariant("frozen", _("Every frozen baseline is as it was signed"), frozen_is_unchanged),
    Invariant("disposal", _("Answers to time surveys are gone only by decision"), disposed_answers_left_a_trail),
    Invariant("shares", _("Everybody’s shares of time add up to the whole"), people_add_up),
)  # fmt: skip
