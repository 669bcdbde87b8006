# SPDX-License-Identifier: EUPL-1.2
"""Due times by businesstimedelta. Prints seconds per case and the due times' sum.

Argument: a JSON object with "starts" (ISO local times), "hours" (whole working hours
per case), "holidays" (ISO dates) and "runs". Open 08–16 Monday to Friday.
"""

import json
import statistics
import sys
import time
from datetime import date, datetime, time as clock

import businesstimedelta
import pytz

task = json.loads(sys.argv[1])
zone = pytz.timezone("Europe/Stockholm")
workday = businesstimedelta.WorkDayRule(
    start_time=clock(8), end_time=clock(16), working_days=[0, 1, 2, 3, 4], tz=zone
)
closed = {date.fromisoformat(day): "closed" for day in task["holidays"]}
rules = businesstimedelta.Rules(
    [workday, businesstimedelta.HolidayRule(closed, tz=zone)]
)
starts = [zone.localize(datetime.fromisoformat(start)) for start in task["starts"]]
spans = [
    businesstimedelta.BusinessTimeDelta(rules, hours=hours) for hours in task["hours"]
]


def work() -> list[datetime]:
    return [start + span for start, span in zip(starts, spans, strict=True)]


due = work()
seconds = []
for _ in range(task["runs"]):
    begin = time.perf_counter()
    work()
    seconds.append(time.perf_counter() - begin)
total = sum(int(at.timestamp()) for at in due)
print(
    json.dumps(
        {"seconds_per_case": statistics.median(seconds) / len(starts), "total": total}
    )
)
