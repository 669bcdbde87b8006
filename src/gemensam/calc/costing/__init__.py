# SPDX-License-Identifier: EUPL-1.2
"""Who does what → cost of pools → cost of services → cost of every unit, exact and drawn.

Kronor are exact: every öre that goes in comes out. Uncertainty is carried beside them as
joint draws: draw r holds one possible answer of every person, so a sum of cells is drawn
by adding draw by draw.
"""

VERSION = "10"
