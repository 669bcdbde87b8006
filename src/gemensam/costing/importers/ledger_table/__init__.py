# SPDX-License-Identifier: EUPL-1.2
"""The ledger as a table (XLSX or CSV), for finance systems that do not export SIE.

How its rows become vouchers, and how rows without a number are known again, is written
down in docs/decisions/0011-the-ledger-as-a-table.md.
"""

from gemensam.costing.importers.ledger_table.importer import LedgerTableImporter

__all__ = ["LedgerTableImporter"]
