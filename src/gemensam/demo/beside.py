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

REFUSED = 65  # exit code of the other process; what it wrote last is the import
PROGRAM = ("-P", "-m", "gemensam.demo.beside")


class BesideFailed(RuntimeError):
    """The other process could not take in its files; the message is its own."""


@contextmanager
def taken_in_beside(
    files: Sequence[ImportFile], *, tell: Callable[[str], None]
) -> Iterator[None]:
    """Take in `files` in their order while the block runs; at its end they are there.

    `tell` is given the name of each file, by another thread. Raises `BesideFailed`, and
    `RefusedByImporter` when the product does not take one of the files.
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
        errors.seek(0)
        if code == REFUSED:
            raise _refusal(int(errors.read().split()[-1]))
        if code:
            raise BesideFailed(errors.read().strip()[-2000:])


def _refusal(record: int) -> Exception:
    from gemensam.core.models import Import  # noqa: PLC0415  needs Django
    from gemensam.demo.taking_in import RefusedByImporter  # noqa: PLC0415  needs Django

    return RefusedByImporter(Import.objects.get(pk=record))


def _listen(names: IO[str], tell: Callable[[str], None]) -> None:
    for name in names:
        tell(name.strip())


def main() -> None:
    """The other process."""
    from gemensam.core.set_up import set_up  # noqa: PLC0415  who waits has it done

    set_up()
    from gemensam.demo.taking_in import (  # noqa: PLC0415  needs Django
        RefusedByImporter,
        take_in,
    )

    for line in sys.stdin:
        kind, path, options = json.loads(line)
        sys.stdout.write(f"{Path(path).name}\n")
        sys.stdout.flush()
        try:
            take_in(ImportFile(kind, Path(path), options))
        except RefusedByImporter as refused:
            sys.stderr.write(f"{refused.record.pk}\n")
            sys.exit(REFUSED)


if __name__ == "__main__":
    main()
