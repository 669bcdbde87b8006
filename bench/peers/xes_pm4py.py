# SPDX-License-Identifier: EUPL-1.2
"""An event log read by pm4py into its own table, by its default reader and by its XML parser.

The argument is a JSON object with "file" and "runs"; printed are, by the reader's name,
the median seconds of a reading, and how many events, cases and activities there were.
"""

import json
import statistics
import sys
import time
import warnings

import pm4py  # type: ignore[import-not-found]

warnings.simplefilter("ignore")
pm4py.util.constants.SHOW_PROGRESS_BAR = False
task = json.loads(sys.argv[1])
figures: dict[str, float] = {}
for reader in ("chunk_regex", "iterparse"):
    seconds = []
    for _ in range(task["runs"]):
        begin = time.perf_counter()
        table = pm4py.read_xes(task["file"], variant=reader)
        seconds.append(time.perf_counter() - begin)
    figures[reader] = statistics.median(seconds)
    figures[f"{reader} events"] = len(table)
    figures[f"{reader} cases"] = table["case:concept:name"].nunique()
    figures[f"{reader} activities"] = table["concept:name"].nunique()
print(json.dumps(figures))
