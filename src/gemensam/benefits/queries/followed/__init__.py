# SPDX-License-Identifier: EUPL-1.2
"""Budget, outcome and forecast of the centre and of the programme, with what their owners
say."""

from gemensam.benefits.queries.followed.made import Followed, followed
from gemensam.benefits.queries.followed.rows import CENTRE, PROGRAMME, Row

__all__ = ["CENTRE", "PROGRAMME", "Followed", "Row", "followed"]
