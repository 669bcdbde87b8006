# SPDX-License-Identifier: EUPL-1.2
"""Counts of what ran, for who started the run: a skipped test is not a passed one."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

VARIABLE = "GEMENSAM_TEST_REPORT"
KINDS = ("browser", "real_data")


class Counting:
    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" and report.outcome == "passed":
            return
        self.counts[report.outcome] += 1
        for kind in KINDS:
            if kind in report.keywords:
                self.counts[f"{kind}_{report.outcome}"] += 1

    @pytest.hookimpl
    def pytest_sessionfinish(self) -> None:
        path = os.environ.get(VARIABLE)
        if path:
            Path(path).write_text(json.dumps(self.counts), encoding="utf-8")
