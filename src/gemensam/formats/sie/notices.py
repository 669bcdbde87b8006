# SPDX-License-Identifier: EUPL-1.2
"""Remarks that would drown a report if every line made one: one issue, with a count.

A remark is known by its kind and what it is about; the first line it was seen on is
kept. They reach the log when the file has been read.
"""

from collections.abc import Mapping

from gemensam.formats.issues import IssueKind, IssueLog

MAX_NOTICES = 10_000
"""A bound on memory; what comes after it is not remarked on."""


class Notices:
    """Counts remarks by kind and subject."""

    def __init__(self) -> None:
        self._seen: dict[tuple[IssueKind, tuple[tuple[str, str], ...]], list[int]] = {}

    def add(self, kind: IssueKind, line: int, **about: str) -> None:
        key = (kind, tuple(about.items()))
        entry = self._seen.get(key)
        if entry is not None:
            entry[1] += 1
        elif len(self._seen) < MAX_NOTICES:
            self._seen[key] = [line, 1]

    def drop(self, kind: IssueKind, about: Mapping[str, str]) -> None:
        """Forget a remark that what came later in the file has answered."""
        self._seen.pop((kind, tuple(about.items())), None)

    def report(self, log: IssueLog) -> None:
        for (kind, about), (line, count) in self._seen.items():
            log.add(kind, line, **dict(about), count=count)
