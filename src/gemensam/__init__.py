# SPDX-License-Identifier: EUPL-1.2
import os

# Pages, jobs and the database share few cores; threads of their own in linear algebra then
# wait for each other, twenty times as long as the work takes. Read when numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
