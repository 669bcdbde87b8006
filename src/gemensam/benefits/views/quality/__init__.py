# SPDX-License-Identifier: EUPL-1.2
from gemensam.benefits.views.quality.pages import quality

__all__ = ["quality"]
