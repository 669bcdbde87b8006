# SPDX-License-Identifier: EUPL-1.2
import sys

import click

from gemensam.cli.session import opened_and_current
from gemensam.cli.words import language, say, words


@click.command("pick-up")
def pick_up() -> None:
    """Look into the folder of files once (serve does it every other minute).

    A file is taken at the second look that finds it unchanged. Ends with 1 when
    something broke off; it is gone on with at the next look.
    """
    with opened_and_current(), language():
        from gemensam.core import clock
        from gemensam.core.by import CONSOLE
        from gemensam.core.imports import pickup

        looked = pickup.look(now=clock.now, by=CONSOLE)
        if looked is None:
            say(words("Another look is going on just now."))
            return
        for state, count in looked.ended.items():
            say(f"{state.label}: {count}")
        if not looked.ended:
            say(words("Nothing new in the folder."))
        if looked.broke:
            say(words("Broken off, see the log: {count}").format(count=looked.broke))
        sys.exit(1 if looked.broke else 0)
