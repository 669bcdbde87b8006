# SPDX-License-Identifier: EUPL-1.2
"""What came of it: months closed, cost and quality against the baseline."""
