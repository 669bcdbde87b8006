# SPDX-License-Identifier: EUPL-1.2
"""What kinds of files, and what is counted in them, are called to people.

Programs are told the keys; whoever shows the names translates them.
"""

from collections.abc import Mapping

from gemensam.formats.issues import Marked, mark

KINDS: Mapping[str, Marked] = {
    "sie": mark("SIE file"),
    "eventlog": mark("event log"),
    "table": mark("table"),
    "bpmn": mark("BPMN model"),
    "html": mark("web page"),
    "pdf": mark("PDF"),
    "image": mark("picture"),
    "zip": mark("zip archive"),
    "gzip": mark("gzip archive"),
    "excel": mark("older Excel file"),
    "xml": mark("XML"),
    "text": mark("text"),
    "binary": mark("binary file"),
    "empty": mark("empty file"),
    "missing": mark("no such file"),
    "folder": mark("folder"),
    "unknown": mark("unknown"),
}

COUNTS: Mapping[str, Marked] = {
    "rows": mark("Rows"),
    "columns": mark("Columns"),
    "new": mark("Added"),
    "changed": mark("Changed"),
    "same": mark("As before"),
    "cases": mark("Cases"),
    "events": mark("Events"),
    "activities": mark("Activities"),
    "variants": mark("Variants"),
    "open": mark("Open cases"),
    "never_closed": mark("Never closed"),
    "accounts": mark("Accounts"),
    "vouchers_new": mark("New vouchers"),
    "vouchers_same": mark("Vouchers as before"),
    "vouchers_grown": mark("Vouchers with further rows"),
    "vouchers_other": mark("Vouchers that differ"),
    "konto": mark("Account records"),
    "ib": mark("Opening balances"),
    "ub": mark("Closing balances"),
    "res": mark("Results"),
    "psaldo": mark("Period balances"),
    "objekt": mark("Dimensions and objects"),
    "ver": mark("Vouchers"),
    "trans": mark("Voucher rows"),
    "unbalanced_ver": mark("Unbalanced vouchers"),
    "people": mark("People"),
    "people_new": mark("New people"),
    "people_gone": mark("People no longer there"),
    "employments": mark("Employments"),
    "year": mark("Year"),
    "invited": mark("Invited"),
    "answered": mark("Answered"),
    "response_percent": mark("Response rate, per cent"),
    "months": mark("Months"),
    "rules": mark("Rules"),
    "years": mark("Years"),
    "figures": mark("Key figures"),
    "titles": mark("Names of key figures"),
    "queues": mark("Queues"),
    "calls": mark("Calls"),
    "days": mark("Days"),
    "unpublished": mark("Figures not published"),
}


def kind_name(key: str) -> str:
    return KINDS.get(key, key)


def count_name(key: str) -> str:
    return COUNTS.get(key, key)
