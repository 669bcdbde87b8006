# SPDX-License-Identifier: EUPL-1.2
from gemensam.core.models.account import Account
from gemensam.core.models.chain import ChainAnchor, ChainedEvent
from gemensam.core.models.documents import KeptDocument
from gemensam.core.models.files import StoredFile
from gemensam.core.models.imports import Import, SavedMapping
from gemensam.core.models.installation import Installation
from gemensam.core.models.pickup import PickUp
from gemensam.core.models.trail import AuditEvent

__all__ = [
    "Account",
    "AuditEvent",
    "ChainAnchor",
    "ChainedEvent",
    "Import",
    "Installation",
    "KeptDocument",
    "PickUp",
    "SavedMapping",
    "StoredFile",
]
