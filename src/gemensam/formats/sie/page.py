# SPDX-License-Identifier: EUPL-1.2
"""Where the reader is in the file, and where its remarks go."""

from gemensam.formats.issues import IssueKind, IssueLog
from gemensam.formats.sie.facts import Facts
from gemensam.formats.sie.notices import Notices


class Page:
    """The line being read, as it stands in the file and as far as it has been read."""

    __slots__ = ("account", "facts", "label", "line", "log", "notices", "raw")

    def __init__(self, log: IssueLog) -> None:
        self.log = log
        self.notices = Notices()
        self.facts = Facts()
        self.line = 0
        self.label = ""
        self.raw = ""
        self.account = ""

    def issue(self, kind: IssueKind, **values: object) -> None:
        self.log.add(kind, self.line, None, **values)

    def note(self, kind: IssueKind, **about: str) -> None:
        """A remark that is counted and reported once."""
        self.notices.add(kind, self.line, **about)


class Skip(Exception):
    """The record cannot be read; the reason is already in the log."""
