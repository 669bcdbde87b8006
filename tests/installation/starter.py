# SPDX-License-Identifier: EUPL-1.2
"""Runs a cluster until standard input ends; tells how it went in lines of JSON.

`--uid N` gives up root's rights first, after everything is imported: the Python of a
root user may lie where others cannot read it.
"""

import argparse
import encodings.ascii
import encodings.idna  # noqa: F401  asked for when it is too late
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from gemensam.formats.issues import filled
from gemensam.installation import lifeline
from gemensam.installation.cluster import Cluster
from gemensam.installation.errors import InstallationError
from gemensam.installation.paths import paths_of


def say(**words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--uid", type=int)
    parser.add_argument("--quiet", action="store_true")
    chosen = parser.parse_args()
    if chosen.uid is not None:
        os.setgroups([])
        os.setgid(chosen.uid)
        os.setuid(chosen.uid)
        if not os.access(sys.executable, os.X_OK):
            sys.executable = "/usr/bin/python3"

    def tell(text: str, /, **values: object) -> None:
        if not chosen.quiet:
            say(told=filled(text, values))

    if os.environ.get("LEFT_BEHIND"):
        # As where the kernel knows of no such thing.
        lifeline.CODE = lifeline.CODE.replace("library.prctl", "max")
    try:
        with Cluster(paths_of(), durable=False, tell=tell).running() as server:
            say(url=server.url(), here=server.started_here)
            sys.stdin.read()
    except InstallationError as error:
        say(error=type(error).__name__, text=str(error))
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
