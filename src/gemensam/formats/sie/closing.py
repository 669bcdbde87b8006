# SPDX-License-Identifier: EUPL-1.2
"""What can be said only when the whole file has been read."""

from collections.abc import Collection

from gemensam.formats.sie.balances import Controls
from gemensam.formats.sie.columns import shown
from gemensam.formats.sie.facts import Facts
from gemensam.formats.sie.kinds import content, control, file
from gemensam.formats.sie.layouts import DECISIVE, FORBIDDEN, OBLIGATORY
from gemensam.formats.sie.page import Page
from gemensam.formats.sie.records import BalanceKind, FileKind, PeriodKind
from gemensam.formats.sie.register import Register

TYPES = {
    1: FileKind.YEAR_BALANCES,
    2: FileKind.PERIOD_BALANCES,
    3: FileKind.OBJECT_BALANCES,
}
BALANCES = frozenset({*BalanceKind, *PeriodKind})


def close_books(
    page: Page, register: Register, controls: Controls, needed: Collection[FileKind]
) -> None:
    """The type of the file, what it lacks, what it used, and the controls of its sums."""
    facts = page.facts
    if facts.counts["ver"]:
        facts.labels["VER"] = facts.counts["ver"]
    if set(facts.labels) == {"FLAGGA"}:
        page.log.add(file.ONLY_FLAG, 1, first=shown(f"#FLAGGA {facts.flag}"))
        return
    facts.kind = kind = _kind(page)
    if kind not in needed:
        wanted = ", ".join(one.value for one in FileKind if one in needed)
        page.log.add(file.WRONG_TYPE, found=kind.value, needed=wanted)
    _completeness(page, kind)
    _undeclared(page, register, controls)
    register.finish()
    page.notices.report(page.log)
    controls.report(page.log)


def _kind(page: Page) -> FileKind:
    """Without #SIETYP a file is of type 1 (§11), unless it has vouchers."""
    facts = page.facts
    declared = facts.declared_type
    if declared is None:
        declared = 4 if facts.counts["ver"] else 1
    if declared != 4:
        return TYPES[declared]
    return FileKind.EXPORT if BALANCES & set(facts.labels) else FileKind.IMPORT


def _completeness(page: Page, kind: FileKind) -> None:
    facts, log = page.facts, page.log
    given = _given(facts)
    for label in (label for label, kinds in OBLIGATORY.items() if kind in kinds):
        if label in given:
            continue
        if label in DECISIVE:
            log.add(control.MISSING_RECORD, label=f"#{label}")
        else:
            log.add(control.MISSING_FORMALITY, label=f"#{label}", type=kind.value)
    for label in (label for label, kinds in FORBIDDEN.items() if kind in kinds):
        if label in given:
            count = facts.labels[label]
            log.add(
                control.NOT_ALLOWED, label=f"#{label}", type=kind.value, count=count
            )
    if not facts.counts["ver"]:
        if kind is FileKind.EXPORT:
            log.add(control.NO_VOUCHERS)
        elif not BALANCES & given:
            log.add(control.NOTHING_TO_IMPORT)


def _given(facts: Facts) -> set[str]:
    """The labels in the file, less those that said nothing of what they are for."""
    given = set(facts.labels)
    if facts.company is None:
        given.discard("FNAMN")
    if 0 not in facts.years:
        given.discard("RAR")
    return given


def _undeclared(page: Page, register: Register, controls: Controls) -> None:
    if register.is_full:
        return
    kind = content.ACCOUNT_UNDECLARED
    if page.facts.kind is FileKind.IMPORT:
        kind = content.ACCOUNT_UNDECLARED_IMPORT
    for account, line in controls.first_use.items():
        if account not in register.accounts:
            page.log.add(kind, line, account=shown(account))
