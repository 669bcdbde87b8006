# SPDX-License-Identifier: EUPL-1.2
from gemensam.group.importers.bridge import BridgeImporter
from gemensam.group.importers.entities import EntityImporter
from gemensam.group.importers.people import (
    PeopleImporter,
    RoleImporter,
    TeamImporter,
)
from gemensam.group.importers.presence import PresenceImporter
from gemensam.group.importers.units import SuccessionImporter, UnitImporter

IMPORTERS = (
    EntityImporter(),
    UnitImporter(),
    SuccessionImporter(),
    BridgeImporter(),
    TeamImporter(),
    PeopleImporter(),
    RoleImporter(),
    PresenceImporter(),
)
