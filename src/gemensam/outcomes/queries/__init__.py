# SPDX-License-Identifier: EUPL-1.2
from gemensam.outcomes.queries.figures import Row, Where, figures
from gemensam.outcomes.queries.interval import interval

__all__ = ["Row", "Where", "figures", "interval"]
