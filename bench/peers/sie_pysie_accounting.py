# SPDX-License-Identifier: EUPL-1.2
"""A SIE file read by pysie-accounting.

The argument is a JSON object with "file", "tax_code" and "runs"; printed are the median
"seconds" of a reading, how many "rows" it found and the "debit" among them in öre.
"""

import json
import statistics
import sys
import tempfile
import time
import warnings
from decimal import Decimal

from pysie_accounting.pysie import PySIE  # type: ignore[import-not-found]

warnings.simplefilter("ignore")
task = json.loads(sys.argv[1])


def read(translation: str) -> PySIE:
    reader = PySIE()
    reader.open_trans(translation)
    reader.open(task["file"])
    return reader


with tempfile.NamedTemporaryFile("w", suffix=".csv") as codes:
    codes.write(f"SRU,Ink2\n{task['tax_code']},3.1\n")
    codes.flush()
    seconds = []
    for _ in range(task["runs"]):
        begin = time.perf_counter()
        ledger = read(codes.name)
        seconds.append(time.perf_counter() - begin)

amounts = [
    int(Decimal(amount) * 100)
    for voucher in ledger.verifikat.values()
    for _, _, amount in voucher[3]
]
print(
    json.dumps(
        {
            "seconds": statistics.median(seconds),
            "rows": len(amounts),
            "debit": sum(max(amount, 0) for amount in amounts),
        }
    )
)
