# SPDX-License-Identifier: EUPL-1.2
import pytest

from gemensam.formats.issues import IssueLog
from gemensam.formats.sie import notices as module
from gemensam.formats.sie.kinds import form
from gemensam.formats.sie.notices import Notices


def test_a_remark_is_counted_and_told_once_with_its_first_line():
    notices, log = Notices(), IssueLog()
    for line, label in ((5, "#A"), (6, "#B"), (7, "#A")):
        notices.add(form.UNKNOWN_LABEL, line, label=label)
    notices.report(log)
    assert [(issue.line, issue.values) for issue in log] == [
        (5, {"label": "#A", "count": 2}),
        (6, {"label": "#B", "count": 1}),
    ]


def test_a_remark_can_be_taken_back():
    notices, log = Notices(), IssueLog()
    notices.add(form.UNKNOWN_LABEL, 5, label="#A")
    notices.drop(form.UNKNOWN_LABEL, {"label": "#A"})
    notices.drop(form.UNKNOWN_LABEL, {"label": "#B"})
    notices.report(log)
    assert len(log) == 0


def test_remarks_are_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MAX_NOTICES", 2)
    notices, log = Notices(), IssueLog()
    for line in range(1, 9):
        notices.add(form.UNKNOWN_LABEL, line, label=f"#{line % 4}")
    notices.report(log)
    assert [issue.values["count"] for issue in log] == [2, 2]
