# SPDX-License-Identifier: EUPL-1.2
import sys
from pathlib import Path

import click

from gemensam.cli.words import print_json, say, tell_issues, told_counts, words
from gemensam.formats.inspection import Inspection, as_json, exit_code, inspect as look
from gemensam.formats.names import kind_name


@click.command("inspect")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--json",
    "as_data",
    is_flag=True,
    help="One JSON object per file, as a list for several.",
)
def inspect(files: tuple[Path, ...], as_data: bool) -> None:
    """Tell what FILES are, what they hold, and everything that is wrong with them.

    Ends with 0 when clean, 1 when something must be mended, 2 when not readable.
    """
    found = [look(file) for file in files]
    if as_data:
        told = [as_json(one, words) for one in found]
        print_json(told[0] if len(told) == 1 else told)
    else:
        for one in found:
            _tell(one)
    sys.exit(max(exit_code(one) for one in found))


def _tell(one: Inspection) -> None:
    parts = [words(kind_name(one.kind)), one.variant, one.encoding]
    say(f"{one.file}: " + ", ".join(part for part in parts if part), style="bold")
    if one.counts:
        say(f"  {told_counts(one.counts)}")
    tell_issues(list(one.issues))
