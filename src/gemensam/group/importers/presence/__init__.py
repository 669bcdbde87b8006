# SPDX-License-Identifier: EUPL-1.2
"""What the HR system exports of who was there: present or absent, and never why."""

from gemensam.group.importers.presence.importer import PresenceImporter

__all__ = ["PresenceImporter"]
