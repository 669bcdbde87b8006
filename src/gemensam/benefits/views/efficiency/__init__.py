# SPDX-License-Identifier: EUPL-1.2
from gemensam.benefits.views.efficiency.file import efficiency_file
from gemensam.benefits.views.efficiency.pages import efficiency

__all__ = ["efficiency", "efficiency_file"]
