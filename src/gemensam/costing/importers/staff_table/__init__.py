# SPDX-License-Identifier: EUPL-1.2
"""The staff register as it really comes: any columns, titles with AID in them, hourly
paid among monthly. Personal numbers and names are gone before anything is stored."""

from gemensam.costing.importers.staff_table.importer import StaffTableImporter

__all__ = ["StaffTableImporter"]
