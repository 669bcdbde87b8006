# SPDX-License-Identifier: EUPL-1.2
"""What a telephone system exports: calls per queue and day or month."""

from gemensam.telephony.importers.importer import TelephonyImporter

__all__ = ["TelephonyImporter"]
