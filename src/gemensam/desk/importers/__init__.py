# SPDX-License-Identifier: EUPL-1.2
from gemensam.desk.importers import again  # noqa: F401  its job is known by import
from gemensam.desk.importers.branches import BranchTableImporter
from gemensam.desk.importers.importer import CaseImporter
from gemensam.desk.importers.tickets import TicketImporter

IMPORTERS = (CaseImporter(), TicketImporter(), BranchTableImporter())
