# SPDX-License-Identifier: EUPL-1.2
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from gemensam.cli.words import print_json, say, words

ROOT = Path(__file__).resolve().parents[3]
APART = {"__init__", "harness", "emptied", "large"}


@click.command("bench")
@click.argument("names", nargs=-1)
@click.option("--list", "only_list", is_flag=True, help="Which there are.")
@click.option("--json", "as_data", is_flag=True, help="One JSON object.")
def bench(names: tuple[str, ...], only_list: bool, as_data: bool) -> None:
    """Measure NAME against its peer, in the same run."""
    sys.path.insert(0, str(ROOT))
    known = {path.stem for path in (ROOT / "bench").glob("*.py")} - APART
    if only_list or not names:
        for name in sorted(known):
            say(f"{name:14} {_says(name)}")
        return
    for name in names:
        if name not in known:
            raise click.UsageError(
                words("There is no bench “{name}”; --list tells them.").format(
                    name=name
                )
            )
        result = _measured(name)
        if as_data:
            print_json(result)
        else:
            _tell(result)


def _says(name: str) -> str:
    text = import_module(f"bench.{name}").__doc__ or ""
    return text.strip().splitlines()[0] if text else ""


def _measured(name: str) -> dict[str, Any]:
    from bench.harness import machine

    measures = list(import_module(f"bench.{name}").measures())
    return {
        "name": name,
        "machine": machine(),
        "measures": {
            measure.name: {
                "value": measure.value,
                "unit": measure.unit,
                "peer": measure.peer,
                "peer_value": measure.peer_value,
                "ratio": measure.ratio,
            }
            for measure in measures
        },
    }


def _tell(result: dict[str, Any]) -> None:
    say(f"{result['name']}  ({result['machine']})", style="bold")
    for name, measure in result["measures"].items():
        line = f"  {name:32} {measure['value']:>16,.3f} {measure['unit']}"
        if measure["peer"]:
            line += f"   {measure['peer']}: {measure['peer_value']:,.3f}"
        if measure["ratio"]:
            line += f"   × {measure['ratio']:.2f}"
        say(line)
