# SPDX-License-Identifier: EUPL-1.2
import sys
from pathlib import Path
from typing import Any

import click
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from gemensam.cli.session import opened_and_current
from gemensam.cli.words import (
    console,
    language,
    print_json,
    say,
    tell_issues,
    told_counts,
    words,
)
from gemensam.formats.issues import mark

# Other names people may try for a kind.
ALIASES = {
    "sie": "ledger",
    "case-log": "cases",
    "caselog": "cases",
    "eventlog": "cases",
    "event-log": "cases",
    "log": "cases",
    "organisation": "units",
    "roster": "staff",
}
STATE_WORDS = {
    "committed": mark("imported"),
    "unchanged": mark("already imported, nothing changed"),
    "refused": mark("refused, nothing was imported"),
    "read": mark("read, not imported"),
}


@click.command("import")
@click.argument("kind")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--option",
    "-o",
    "options",
    multiple=True,
    metavar="NAME=VALUE",
    help="Passed on to the importer, such as year=2026.",
)
@click.option("--only-read", is_flag=True, help="Read and report; import nothing.")
@click.option(
    "--accept-changed", is_flag=True, help="Let changed vouchers replace earlier ones."
)
@click.option("--json", "as_data", is_flag=True, help="The reports as JSON.")
def import_(
    kind: str,
    files: tuple[Path, ...],
    options: tuple[str, ...],
    only_read: bool,
    accept_changed: bool,
    as_data: bool,
) -> None:
    """Import FILES of a KIND: each wholly, or not at all.

    Ends with 0 when all are in (or were already), 1 when one was refused, 2 when a file
    cannot be opened or the kind is unknown. ./gemensam import kinds lists them.
    """
    with opened_and_current(), language():
        if kind == "kinds":
            _list_kinds()
            return
        given = _given(options)
        if accept_changed:
            given["accept_changed"] = True
        kind = _kind(kind)
        _require_readable(files)
        reports = []
        for file in files:
            reports.append(_import(kind, file, given, only_read=only_read))
            if not as_data:
                _tell(reports[-1])  # at once: what is confirmed is said
        if as_data:
            print_json(reports)
        sys.exit(1 if any(one["state"] == "refused" for one in reports) else 0)


def _kind(text: str) -> str:
    from gemensam.core.ports import importers

    kind = ALIASES.get(text, text)
    if kind not in importers():
        raise click.UsageError(
            words("There is no kind “{kind}”. The kinds are: {kinds}").format(
                kind=text, kinds=", ".join(sorted(importers()))
            )
        )
    return kind


def _require_readable(files: tuple[Path, ...]) -> None:
    """Before the first is imported: all are there and may be read."""
    if not files:
        raise click.UsageError(words("Name at least one file."))
    for file in files:
        try:
            file.open("rb").close()
        except OSError as error:
            raise click.BadParameter(f"{file}: {error.strerror}") from error


def _list_kinds() -> None:
    from gemensam.core.ports import importers

    for kind, importer in sorted(importers().items()):
        say(f"{kind:12} {importer.label} – {importer.describes}")


def _given(options: tuple[str, ...]) -> dict[str, Any]:
    pairs = [option.partition("=") for option in options]
    return {name: value for name, _equals, value in pairs}


def _import(
    kind: str, file: Path, options: dict[str, Any], *, only_read: bool
) -> dict[str, Any]:
    from gemensam.core import clock
    from gemensam.core.by import CONSOLE
    from gemensam.core.imports import actions

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with (
        file.open("rb") as source,
        Progress(*columns, console=console(error=True), transient=True) as bar,
    ):
        task = bar.add_task(file.name)

        def progress(rows: int) -> None:
            bar.update(task, description=f"{file.name}: {rows}")

        at = clock.now()
        record = actions.receive(
            source, kind=kind, name=file.name, by=CONSOLE, at=at, options=options
        )
        if record.state == "received":
            record = actions.read(record, at=at, progress=progress)
        if record.state == "read" and not only_read:
            record = actions.commit(record, by=CONSOLE, at=at, progress=progress)
    return {"file": str(file), "kind": kind, "state": record.state, **record.report}


def _tell(report: dict[str, Any]) -> None:
    from gemensam.core.imports.report import issues_of, novelty_name
    from gemensam.ui.templatetags.figures import kr

    state = words(STATE_WORDS.get(report["state"], report["state"]))
    style = "red" if report["state"] == "refused" else "green"
    say(f"{report['file']}: {state}", style=style)
    if counts := report.get("counts"):
        say(f"  {told_counts(counts)}")
    for item in report.get("new", [])[:10]:
        new = words("  new: {what} {code} {text}").format(
            what=novelty_name(item, words), code=item["code"], text=item["text"]
        )
        say(f"{new} {kr(item['ore'])}" if item["ore"] else new, style="dim")
    tell_issues(issues_of(report))
