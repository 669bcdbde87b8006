# SPDX-License-Identifier: EUPL-1.2
"""SIGTERM and SIGHUP as an ordinary end, so that `finally` and `with` do their work."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDING = (signal.SIGTERM, signal.SIGHUP)


def _leave(signum: int, _: FrameType | None) -> None:
    raise SystemExit(128 + signum)


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Within the block these signals raise SystemExit, unless someone else handles or
    ignores them (nohup ignores SIGHUP, and means it). Main thread only.
    """
    ours = [one for one in ENDING if signal.getsignal(one) is signal.SIG_DFL]
    for signum in ours:
        signal.signal(signum, _leave)
    try:
        yield
    finally:
        for signum in ours:
            signal.signal(signum, signal.SIG_DFL)
