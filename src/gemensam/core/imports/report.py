# SPDX-License-Identifier: EUPL-1.2
"""The report of an import as it is kept: templates and values, so that it can be shown
in either language."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from gemensam.core.failures import ExpectedFailure
from gemensam.core.imports.importer import Novelty, Reading
from gemensam.core.models import Import
from gemensam.formats.issues import (
    Issue,
    IssueKind,
    IssueLog,
    Severity,
    filled,
    kept_told,
    value_restored,
    values_kept,
)

SHOWN = 500


def made(log: IssueLog) -> dict[str, Any]:
    """What a log of issues says, as JSON."""
    return {
        "issues": [_issue(issue) for issue in list(log)[:SHOWN]],
        "issues_total": len(log),
        "errors": sum(1 for issue in log if issue.severity is Severity.ERROR),
    }


def told(reading: Reading, *, before: dict[str, Any]) -> dict[str, Any]:
    """The whole report: issues found while pseudonymising come first, once, however
    often the file is read again."""
    now = made(reading.log)
    before = before.get("received", before)
    return {
        "received": {key: before[key] for key in now if key in before},
        "columns": reading.columns,
        "counts": reading.counts,
        "new": [_novelty(item) for item in _heaviest(reading.new)],
        "new_total": len(reading.new),
        "differs": [_novelty(item) for item in _heaviest(reading.differs)],
        "differs_total": len(reading.differs),
        "issues": [*before.get("issues", []), *now["issues"]][:SHOWN],
        "issues_total": before.get("issues_total", 0) + now["issues_total"],
        "errors": before.get("errors", 0) + now["errors"],
    }


def unchanged(earlier: Import) -> dict[str, Any]:
    committed = earlier.committed_at
    return {
        "same_as": earlier.pk,
        "imported_at": committed.isoformat() if committed else None,
        "counts": earlier.report.get("counts", {}),
    }


def has_errors(kept: dict[str, Any]) -> bool:
    return bool(kept.get("errors"))


def issues_of(kept: dict[str, Any]) -> list[Issue]:
    """The kept issues as they were, ready to be told in any language."""
    return [
        Issue(
            IssueKind(
                item["code"], Severity(item["severity"]), item["message"], item["cure"]
            ),
            item["line"],
            item["column"],
            {name: value_restored(value) for name, value in item["values"].items()},
        )
        for item in kept.get("issues", [])
    ]


def first_error(kept: Mapping[str, Any]) -> Issue | None:
    """The first that keeps the file from being imported."""
    errors = (
        one for one in kept.get("issues", []) if one["severity"] == Severity.ERROR
    )
    first = next(errors, None)
    return issues_of({"issues": [first]})[0] if first else None


def failure(stopped: ExpectedFailure) -> dict[str, Any]:
    """What stopped an import, as JSON."""
    return {"text": stopped.text, "values": values_kept(stopped.values)}


def failure_told(kept: Mapping[str, Any], translate: Callable[[str], str]) -> str:
    """The same in words."""
    return kept_told(kept["text"], kept["values"], translate)


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "code": issue.code,
        "severity": issue.severity.value,
        "line": issue.line,
        "column": issue.column,
        "message": issue.template,
        "cure": issue.kind.cure,
        "values": values_kept(issue.values),
    }


def _heaviest(items: Iterable[Novelty]) -> list[Novelty]:
    return sorted(items, key=lambda item: (-abs(item.ore or 0), item.what, item.code))[
        :SHOWN
    ]


def _novelty(item: Novelty) -> dict[str, Any]:
    return {
        "what": item.what,
        "values": dict(item.values),
        "code": item.code,
        "text": item.text,
        "ore": item.ore,
    }


def novelty_name(kept: Mapping[str, Any], translate: Callable[[str], str]) -> str:
    """What a kept novelty is, such as "account"."""
    return filled(kept["what"], kept.get("values", {}), translate)
