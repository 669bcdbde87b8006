# SPDX-License-Identifier: EUPL-1.2
"""The savings case: levers on the remaining cost, waves, what it takes, and its chance.

Every assumption is a range (`ranges`), drawn jointly (`joint`), put through one model
(`model`) that the plain table, the waterfall and the simulation share: what a controller
can work out with likely values is the middle of what the simulation draws.
"""

VERSION = "1"
