# SPDX-License-Identifier: EUPL-1.2
from datetime import date, datetime
from typing import Any

import click

from gemensam.cli.session import opened_and_current
from gemensam.cli.words import language, print_json, say


@click.command("report")
@click.option("--json", "as_data", is_flag=True, help="As one JSON object.")
@click.option(
    "--as-organised",
    type=click.Choice(["now", "then"]),
    default="now",
    help="Whose a unit's history is: as now organised, or as then. With --json.",
)
@click.option(
    "--known-at",
    type=click.DateTime(["%Y-%m-%d"]),
    help="As the figures were known at the end of that day. With --json.",
)
def report(as_data: bool, as_organised: str, known_at: datetime | None) -> None:
    """The key figures, computed from what was imported."""
    if not as_data and (known_at is not None or as_organised != "now"):
        raise click.UsageError(
            "--as-organised and --known-at tell the figures for a program: add --json."
        )
    with opened_and_current(), language():
        if as_data:
            day = known_at.date() if known_at else None
            print_json(_figures(as_organised, day))
        else:
            tell_figures()


def _figures(organised: str, day: date | None) -> dict[str, Any]:
    """All keys in every view; null where a figure is not kept as it was known then."""
    from gemensam.benefits.queries import summary
    from gemensam.benefits.queries.bridge import Organised, View, end_of
    from gemensam.benefits.queries.bridge.report import known_then, report_of
    from gemensam.benefits.queries.budget import budget_moved
    from gemensam.benefits.queries.efficiency import efficiency_as_json
    from gemensam.benefits.queries.forecast import forecast_as_json
    from gemensam.benefits.queries.quality import quality_as_json
    from gemensam.benefits.queries.realised.made import realised_as_json
    from gemensam.benefits.queries.routine.missing import missing_as_json
    from gemensam.benefits.queries.suspicions.made import suspicions_as_json
    from gemensam.core import clock
    from gemensam.costing.queries.rough import fragmentation_pct
    from gemensam.programme.queries.summary import savings_case

    view = View(organised=Organised(organised), known_at=end_of(day) if day else None)
    figures = {
        **summary().as_json(),
        "savings_case": savings_case(),
        "fragmentation_pct": fragmentation_pct(),
        "budget_moved": budget_moved(today=clock.today()),
        "realised": realised_as_json(),
        **suspicions_as_json(),
        **efficiency_as_json(),
        "forecast": forecast_as_json(),
        "quality": quality_as_json(),
        "missing_sources": missing_as_json(today=clock.today()),
    }
    if day is not None:
        figures = dict.fromkeys(figures) | {
            **known_then(view),
            "budget_moved": budget_moved(today=day, known_at=view.known_at),
            "realised": realised_as_json(view.known_at),
        }
    return {**figures, **report_of(view)}


def tell_figures() -> None:
    """The sentences of the start pages that speak of the whole group, as lines."""
    from gemensam.site.sentences import group_sentences

    for line in group_sentences():
        say(line)
