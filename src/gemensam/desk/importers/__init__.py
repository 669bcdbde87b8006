# SPDX-License-Identifier: EUPL-1.2
from gemensam.desk.importers.importer import CaseImporter

IMPORTERS = (CaseImporter(),)
