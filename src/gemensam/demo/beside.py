# SPDX-License-Identifier: EUPL-1.2
"""Files that do not wait for each other are taken in by two processes at once.

The other process is this module run as a program: it reads which files from its input,
and tells the name of each as it begins with it.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from threading import Thread
from typing import IO

from gemensam.demo.manifest import ImportFile
from gemensam.installation.lifeline import tied

PROGRAM = ("-P", "-m", "gemensam.demo.beside")


class BesideFailed(RuntimeError):
    """The other process could not take in its files; the message is its own."""


@contextmanager
def taken_in_beside(
    files: Sequence[ImportFile], *, tell: Callable[[str], None]
) -> Iterator[None]:
    """Take in `files` in their order while the block runs; at its end they are there.

    `tell` is given the name of each file, by another thread. Raises `BesideFailed`.
    """
    orders = "".join(
        json.dumps([file.kind, str(file.path), dict(file.options)]) + "\n"
        for file in files
    )
    with TemporaryFile("w+") as errors:
        other = subprocess.Popen(  # noqa: S603
            tied([sys.executable, *PROGRAM], signal.SIGKILL),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert other.stdin is not None
        assert other.stdout is not None
        listener = Thread(target=_listen, args=(other.stdout, tell), daemon=True)
        listener.start()
        try:
            other.stdin.write(orders)
            other.stdin.close()
            yield
            listener.join()
        except BaseException:
            other.kill()
            raise
        finally:
            code = other.wait()
        if code:
            errors.seek(0)
            raise BesideFailed(errors.read().strip()[-2000:])


def _listen(names: IO[str], tell: Callable[[str], None]) -> None:
    for name in names:
        tell(name.strip())


def main() -> None:
    """The other process."""
    import django  # noqa: PLC0415  only here: whoever waits has it set up already

    django.setup()
    from gemensam.demo.taking_in import take_in  # noqa: PLC0415  needs Django

    for line in sys.stdin:
        kind, path, options = json.loads(line)
        sys.stdout.write(f"{Path(path).name}\n")
        sys.stdout.flush()
        take_in(ImportFile(kind, Path(path), options))


if __name__ == "__main__":
    main()
