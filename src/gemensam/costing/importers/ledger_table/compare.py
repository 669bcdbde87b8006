# SPDX-License-Identifier: EUPL-1.2
"""What is to be said of a file when its rows lie beside those of its ledger."""

from datetime import date

from gemensam.core.imports.importer import Novelty, Reading
from gemensam.core.imports.named import remark_on_name
from gemensam.core.wording import kronor
from gemensam.costing.importers.ledger import kinds as sie_kinds
from gemensam.costing.importers.ledger.coding import ROLE_NAMES
from gemensam.costing.importers.ledger_table import kinds, staging
from gemensam.costing.importers.ledger_table.place import Place
from gemensam.costing.models import LedgerTurnover
from gemensam.formats.issues import mark

TOLD = 500
DUPLICATE = 50  # percent of the sums that agree, from which a file is the same again

DIFFERING = """
SELECT s.series, s.number, s.day, s.first,
    (SELECT coalesce(sum(r.amount_ore), 0) FROM costing_ledgerrow r
        JOIN met m ON m.id = r.voucher_id WHERE r.amount_ore > 0
        AND (m.series, m.number, m.day) = (s.series, s.number, s.day)),
    (SELECT coalesce(sum(ore), 0) FROM incoming i WHERE i.ore > 0
        AND (i.series, i.number, i.day) = (s.series, s.number, s.day))
FROM standing s WHERE as_is = 'other' ORDER BY s.first LIMIT %(limit)s
"""
GONE = """
SELECT count(*) FROM costing_voucher v WHERE v.ledger_id = %(ledger)s
    AND v.superseded_at IS NULL AND date_trunc('month', v.date)::date IN (
        SELECT DISTINCT date_trunc('month', day)::date FROM incoming
    ) AND v.id NOT IN (SELECT id FROM met)
"""
BALANCE = """
SELECT count(*), count(*) FILTER (WHERE ore <> 0), coalesce(sum(ore), 0) FROM standing
"""
MONTHS_BEFORE = """
SELECT DISTINCT r.month FROM costing_ledgerturnover r WHERE r.ledger_id = %(ledger)s
    AND r.month IN (SELECT DISTINCT date_trunc('month', day)::date FROM incoming)
ORDER BY 1
"""
FILES_BEFORE = """
SELECT DISTINCT i.original_name FROM costing_voucher v
JOIN core_import i ON i.id = v.first_import_id
WHERE v.ledger_id = %(ledger)s AND v.superseded_at IS NULL
    AND date_trunc('month', v.date)::date = ANY(%(months)s) ORDER BY 1 LIMIT 3
"""
AGREEING = """
WITH ours AS (
    SELECT date_trunc('month', day)::date AS month, account, cost_centre, sum(ore) AS ore
    FROM incoming GROUP BY 1, 2, 3 HAVING sum(ore) <> 0
), theirs AS (
    SELECT month, account, cost_centre, sum(amount_ore) AS ore
    FROM costing_ledgerturnover WHERE ledger_id = %(ledger)s GROUP BY 1, 2, 3
)
SELECT count(*), count(*) FILTER (WHERE o.ore = t.ore)
FROM ours o JOIN theirs t USING (month, account, cost_centre)
"""
NEW_TURNOVER = """
SELECT coalesce(sum(abs(i.ore)), 0) FROM incoming i
JOIN standing USING (series, number, day) WHERE as_is = 'new'
    AND date_trunc('month', i.day)::date = ANY(%(months)s)
"""
MONTHS = "SELECT DISTINCT date_trunc('month', day)::date FROM incoming"
NEW_CODES = """
SELECT i.{column}, sum(abs(i.ore)) FROM incoming i WHERE i.{column} <> ''
    AND NOT EXISTS (
        SELECT 1 FROM costing_ledgerturnover t JOIN costing_ledger l ON l.id = t.ledger_id
        WHERE l.legal_entity_id = %(entity)s AND t.{column} = i.{column}
    )
GROUP BY 1
"""
ODD = """
SELECT account, count(*), sum(abs(ore)) FROM incoming
WHERE account !~ '^[1-9][0-9]{2,7}$' GROUP BY 1 ORDER BY 3 DESC LIMIT 20
"""
WORDS = {"account": mark("account"), **ROLE_NAMES}
DIMENSION_OF = {"account": 0, "cost_centre": 1, "activity": 20}


def compare(place: Place, reading: Reading, names: dict[tuple[int, str], str]) -> None:
    """Count how the vouchers stand and tell what a person should know."""
    counted = staging.counts()
    reading.counts |= {
        "vouchers_new": counted.get("new", 0),
        "vouchers_same": counted.get("same", 0),
        "vouchers_other": counted.get("other", 0),
    }
    if counted.get("grown"):
        reading.counts["vouchers_grown"] = counted["grown"]
    reading.nothing_new = bool(counted) and set(counted) == {"same"}
    remark_on_name(reading, [month for (month,) in staging.many(MONTHS)])
    _tell_odd(reading)
    _tell_balance(reading)
    _tell_differing(reading)
    if place.ledger is not None:
        _tell_overlap(place.ledger.pk, reading)
    if place.entity is not None:
        _tell_new(place.entity.pk, reading, names)


def _tell_odd(reading: Reading) -> None:
    for account, count, ore in staging.many(ODD):
        reading.log.add(kinds.ODD_ACCOUNT, account=account, count=count, kr=kronor(ore))


def _tell_balance(reading: Reading) -> None:
    all_, odd, ore = staging.one(BALANCE)
    if odd:
        reading.log.add(kinds.PARTIAL, count=odd, all=all_, kr=kronor(ore))


def _tell_differing(reading: Reading) -> None:
    accepted = accepts(reading)
    kind = sie_kinds.CHANGED_ACCEPTED if accepted else sie_kinds.CHANGED
    for series, number, day, line, before, now in staging.many(DIFFERING, limit=TOLD):
        reading.log.add(
            kind,
            line,
            voucher=f"{series} {number}".strip(),
            date=day,
            before=f"{kronor(before)} kr",
            now=f"{kronor(now)} kr",
        )


def _tell_overlap(ledger: int, reading: Reading) -> None:
    """Whether the months of the file came before, and if it is the same file again."""
    (gone,) = staging.one(GONE, ledger=ledger)
    if gone:
        reading.log.add(sie_kinds.GONE, count=gone)
    months = [month for (month,) in staging.many(MONTHS_BEFORE, ledger=ledger)]
    if not months or not reading.counts["vouchers_new"]:
        return
    found = staging.many(FILES_BEFORE, ledger=ledger, months=months)
    file = ", ".join(name for (name,) in found)
    all_, agreeing = staging.one(AGREEING, ledger=ledger)
    met = reading.counts["vouchers_same"] + reading.counts["vouchers_other"]
    percent = 100 * agreeing // all_ if all_ else 0
    if not met and agreeing >= 3 and percent >= DUPLICATE and not accepts(reading):
        reading.log.add(
            kinds.SAME_PERIOD, months=_span(months), file=file, percent=percent
        )
        return
    (ore,) = staging.one(NEW_TURNOVER, months=months)
    if ore:
        reading.log.add(
            kinds.OVERLAP,
            months=_span(months),
            file=file,
            same=reading.counts["vouchers_same"],
            new=reading.counts["vouchers_new"],
            kr=kronor(ore),
        )


def _tell_new(entity: int, reading: Reading, names: dict[tuple[int, str], str]) -> None:
    """Codes the entity's ledgers did not have, by kronor; nothing for its first file."""
    if not LedgerTurnover.objects.filter(ledger__legal_entity=entity).exists():
        return
    for column, word in WORDS.items():
        for code, ore in staging.many(NEW_CODES.format(column=column), entity=entity):
            name = names.get((DIMENSION_OF.get(column, -1), code), "")
            reading.new.append(Novelty(word, code, name, int(ore)))


def accepts(reading: Reading) -> bool:
    """Whether the file may change what was imported before."""
    return str(reading.options.get("accept_changed", "")).lower() in {
        "1",
        "true",
        "yes",
    }


def _span(months: list[date]) -> str:
    first, last = f"{months[0]:%Y-%m}", f"{months[-1]:%Y-%m}"
    return first if first == last else f"{first} – {last}"
