# SPDX-License-Identifier: EUPL-1.2
from gemensam.costing.importers.ledger.importer import LedgerImporter

__all__ = ["LedgerImporter"]
