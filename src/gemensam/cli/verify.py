# SPDX-License-Identifier: EUPL-1.2
import sys
from itertools import islice

import click

from gemensam.cli.session import opened_and_current
from gemensam.cli.words import language, print_json, say, words

SHOWN = 20


@click.command("verify")
@click.option("--json", "as_data", is_flag=True, help="As one JSON object.")
def verify(as_data: bool) -> None:
    """Check every invariant that data can break. Ends with 1 when one does not hold."""
    with opened_and_current(), language():
        from gemensam.core.ports import invariants

        results = []
        for invariant in invariants():
            findings = list(islice(invariant.check(), SHOWN))
            results.append((invariant, findings))
            if not as_data:
                mark = "✗" if findings else "✓"
                say(f"{mark} {invariant.states}", style="red" if findings else "green")
                for finding in findings:
                    say(f"    {finding.where}: {finding.what}")
        broken = any(findings for _invariant, findings in results)
        if as_data:
            print_json(
                {
                    "ok": not broken,
                    "invariants": [
                        {
                            "key": invariant.key,
                            "states": str(invariant.states),
                            "ok": not findings,
                            "findings": [
                                {"where": one.where, "what": one.what}
                                for one in findings
                            ],
                        }
                        for invariant, findings in results
                    ],
                }
            )
        elif broken:
            say(words("Not everything holds. Nothing was changed."), style="red")
        sys.exit(1 if broken else 0)
