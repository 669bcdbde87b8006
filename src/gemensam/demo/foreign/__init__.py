# SPDX-License-Identifier: EUPL-1.2
"""Files of a municipality that is not Lindby, as other systems write them: for tests and
measures of the first morning with one's own files. The truth they hold is returned."""

from gemensam.demo.foreign.ledger import LedgerTruth, write_ledger
from gemensam.demo.foreign.roster import Roster, make_roster, write_roster

__all__ = ["LedgerTruth", "Roster", "make_roster", "write_ledger", "write_roster"]
