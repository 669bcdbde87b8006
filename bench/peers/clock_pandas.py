# SPDX-License-Identifier: EUPL-1.2
"""Due times by pandas' CustomBusinessHour, one by one and as an index.

The argument and what is printed are those of clock_businesstimedelta.py, with
"index_seconds_per_case" for all starts of one target added at once.
"""

import json
import statistics
import sys
import time
import warnings
from collections.abc import Callable

import pandas as pd

task = json.loads(sys.argv[1])
zone = "Europe/Stockholm"
hour = pd.offsets.CustomBusinessHour(
    start="08:00", end="16:00", holidays=task["holidays"]
)
starts = [pd.Timestamp(start) for start in task["starts"]]
offsets = [hour * hours for hours in task["hours"]]
index = pd.DatetimeIndex(starts)


def work() -> list[pd.Timestamp]:
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]


def median(run: Callable[[], object]) -> float:
    run()
    seconds = []
    for _ in range(task["runs"]):
        begin = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds) / len(starts)


def work_at_once() -> pd.DatetimeIndex:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pd.errors.PerformanceWarning)
        return index + hour * 12


total = sum(int(at.tz_localize(zone).timestamp()) for at in work())
print(
    json.dumps(
        {
            "seconds_per_case": median(work),
            "index_seconds_per_case": median(work_at_once),
            "total": total,
        }
    )
)
