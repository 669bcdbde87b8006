# SPDX-License-Identifier: EUPL-1.2
"""A ticket system's export as it comes: created, due and closed, and a branch as text."""

from gemensam.desk.importers.tickets.importer import CountedTwice, TicketImporter

__all__ = ["CountedTwice", "TicketImporter"]
