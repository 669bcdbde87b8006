# SPDX-License-Identifier: EUPL-1.2
import sys
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

import click

from gemensam.cli.words import print_json, say, words

ROOT = Path(__file__).resolve().parents[3]
APART = {
    "__init__", "closing", "emptied", "harness", "holding", "large", "looking", "town",
}  # fmt: skip


@click.command("bench")
@click.argument("names", nargs=-1)
@click.option("--list", "only_list", is_flag=True, help="Which there are.")
@click.option("--json", "as_data", is_flag=True, help="One JSON object.")
@click.option(
    "--seeds", help="Of calibration and realised: the first and the last, as 1:200."
)
@click.option(
    "--disturbances",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Of calibration and realised: the generator's, as JSON; see docs/demo.md.",
)
def bench(
    names: tuple[str, ...],
    only_list: bool,
    as_data: bool,
    seeds: str | None,
    disturbances: Path | None,
) -> None:
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
        result = _measured(name, _options(name, seeds, disturbances))
        if as_data:
            print_json(result)
        else:
            _tell(result)


def _says(name: str) -> str:
    text = import_module(f"bench.{name}").__doc__ or ""
    return text.strip().splitlines()[0] if text else ""


def _options(name: str, seeds: str | None, disturbances: Path | None) -> dict[str, Any]:
    """What only some benches take. Raises click.UsageError."""
    given: dict[str, Any] = {}
    if seeds is not None:
        given["seeds"] = _seeds(seeds)
    if disturbances is not None:
        given["disturbances"] = _disturbances(disturbances)
    taken = signature(import_module(f"bench.{name}").measures).parameters
    for option in given:
        if option not in taken:
            raise click.UsageError(
                words("The bench {name} takes no --{option}.").format(
                    name=name, option=option
                )
            )
    return given


def _seeds(text: str) -> tuple[int, int]:
    first, colon, last = text.partition(":")
    if not (colon and first.isdecimal() and last.isdecimal()) or int(first) > int(last):
        raise click.UsageError(
            words(
                "“{text}” is no range of seeds. Write the first and the last, as 1:200."
            ).format(text=text)
        )
    return int(first), int(last)


def _disturbances(path: Path) -> Any:
    from gemensam.demo.disturbances import Disturbances, UnknownDisturbanceError

    try:
        return Disturbances.from_json(path.read_text(errors="replace"))
    except UnknownDisturbanceError as error:
        raise click.UsageError(error.message(words)) from error


def _measured(name: str, options: dict[str, Any]) -> dict[str, Any]:
    from bench.harness import machine

    measures = list(import_module(f"bench.{name}").measures(**options))
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
