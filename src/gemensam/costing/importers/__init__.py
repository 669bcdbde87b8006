# SPDX-License-Identifier: EUPL-1.2
from gemensam.costing.importers.kolada import KoladaImporter
from gemensam.costing.importers.ledger import LedgerImporter
from gemensam.costing.importers.ledger_table import LedgerTableImporter
from gemensam.costing.importers.mapping import IndexImporter, MappingImporter
from gemensam.costing.importers.staff import StaffImporter
from gemensam.costing.importers.staff_table import StaffTableImporter
from gemensam.costing.importers.standards import StandardsImporter
from gemensam.costing.importers.survey import SurveyImporter
from gemensam.costing.importers.volumes import VolumeImporter

IMPORTERS = (
    LedgerImporter(),
    LedgerTableImporter(),
    StaffImporter(),
    StaffTableImporter(),
    StandardsImporter(),
    SurveyImporter(),
    VolumeImporter(),
    MappingImporter(),
    IndexImporter(),
    KoladaImporter(),
)
