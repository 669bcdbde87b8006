# SPDX-License-Identifier: EUPL-1.2
"""The report to the steering group, written out from what `queries.steering` gathers."""

from gemensam.programme.queries.report.document import KIND, Asked, steering_document
from gemensam.programme.queries.report.kept import reports

__all__ = ["KIND", "Asked", "reports", "steering_document"]
