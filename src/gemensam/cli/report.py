# SPDX-License-Identifier: EUPL-1.2
import click

from gemensam.cli.session import opened_and_current
from gemensam.cli.words import language, print_json, say


@click.command("report")
@click.option("--json", "as_data", is_flag=True, help="As one JSON object.")
def report(as_data: bool) -> None:
    """The key figures, computed from what was imported."""
    with opened_and_current(), language():
        from gemensam.benefits.queries import summary
        from gemensam.benefits.queries.bridge.report import report_of
        from gemensam.benefits.queries.budget import budget_moved
        from gemensam.benefits.queries.routine.missing import missing_as_json
        from gemensam.core import clock
        from gemensam.costing.queries.rough import fragmentation_pct
        from gemensam.programme.queries.summary import savings_case

        figures = summary()
        if as_data:
            print_json(
                {
                    **figures.as_json(),
                    **report_of(),
                    "savings_case": savings_case(),
                    "fragmentation_pct": fragmentation_pct(),
                    "budget_moved": budget_moved(today=clock.today()),
                    "missing_sources": missing_as_json(today=clock.today()),
                }
            )
            return
        tell_figures()


def tell_figures() -> None:
    """The sentences of the start pages that speak of the whole group, as lines."""
    from gemensam.site.sentences import group_sentences

    for line in group_sentences():
        say(line)
