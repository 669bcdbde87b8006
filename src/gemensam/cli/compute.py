# SPDX-License-Identifier: EUPL-1.2
import sys

import click

from gemensam.cli.session import opened_and_current
from gemensam.cli.words import language, print_json, say


@click.group("compute")
def compute() -> None:
    """Compute figures anew from what was imported."""


@compute.command("baseline")
@click.argument("years", nargs=-1, required=True, type=click.IntRange(1990, 2100))
@click.option("--json", "as_data", is_flag=True, help="As one JSON object.")
def baseline(years: tuple[int, ...], as_data: bool) -> None:
    """The baseline of YEARS, from the ledgers of all legal entities.

    Ends with 0 when it is computed and reconciled to the öre, 1 when öre are missing or
    there is no such year. What could not be computed is named.
    """
    with opened_and_current(), language():
        from django.utils.translation import gettext, gettext as _

        from gemensam.benefits.actions import ask_for_baseline, compute_baseline
        from gemensam.benefits.queries import summary
        from gemensam.core import clock
        from gemensam.core.by import CONSOLE
        from gemensam.formats.issues import kept_told

        asked = ask_for_baseline(years, by=CONSOLE, at=clock.now())
        asked = compute_baseline(asked, by=CONSOLE, now=clock.now)
        figures = summary()
        lacks = [kept_told(one["text"], one["values"], gettext) for one in asked.lacks]
        is_whole = asked.state == "done" and bool(figures.reconciled)
        if as_data:
            print_json(
                {
                    "years": asked.years,
                    "state": asked.state,
                    "reconciled": figures.reconciled,
                    "baseline_ore": figures.baseline_ore,
                    "lacks": lacks,
                    "failure": asked.why,
                }
            )
        else:
            if asked.state == "done":
                say(_("The baseline is computed."))
            else:
                say(asked.why, error=True)
            for lack in lacks:
                say(f"– {lack}")
        sys.exit(0 if is_whole else 1)
