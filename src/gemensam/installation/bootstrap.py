# SPDX-License-Identifier: EUPL-1.2
"""From a plain Python to the product: the launcher runs this, it runs the product.

Makes sure that `.venv` and, for commands with pages or papers, `node_modules` hold what their lock
files say, and then becomes `python -m gemensam`. Standard library only.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[3]
if __name__ == "__main__":  # run as a file, before anything is on Python's path
    sys.path.insert(0, str(ROOT / "src"))

from gemensam.installation.environment import Environment, ensure_environment  # noqa: E402
from gemensam.installation.errors import InstallationError  # noqa: E402
from gemensam.installation.frontend import ensure_frontend  # noqa: E402
from gemensam.installation.words import TroubleError, in_both, say  # noqa: E402

FOR_DEVELOPERS = frozenset({"test", "bench"})
WITH_PAGES = frozenset({"demo", "start", "serve", "worker", "test", "bench"})


def main(arguments: Sequence[str]) -> int:
    """Prepare and become the product; returns only with an exit code for failure."""
    try:
        environment = prepared(ROOT, arguments)
    except InstallationError as error:
        return _told(in_both(error))
    except TroubleError as error:
        return _told(error)
    except KeyboardInterrupt:
        say("\nAvbrutet. Nästa start tar vid.", "Interrupted. The next start goes on.")
        return 130
    return become_product(environment, arguments)


def prepared(root: Path, arguments: Sequence[str]) -> Environment:
    """Raises TroubleError and InstallationError."""
    command = arguments[0] if arguments else ""
    environment = ensure_environment(root, development=command in FOR_DEVELOPERS)
    if command in WITH_PAGES or list(arguments[:2]) == ["manage", "collectstatic"]:
        ensure_frontend(root, environment)
    return environment


def become_product(environment: Environment, arguments: Sequence[str]) -> NoReturn:
    """-P keeps files of the current folder from posing as modules."""
    python = str(environment.python)
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("PYTHONPATH")}
    os.execve(python, [python, "-P", "-m", "gemensam", *arguments], inherited)  # noqa: S606


def _told(trouble: TroubleError) -> int:
    say(trouble.swedish, trouble.english)
    return trouble.code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
