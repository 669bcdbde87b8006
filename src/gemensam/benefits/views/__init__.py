# SPDX-License-Identifier: EUPL-1.2
from gemensam.benefits.views.moved import moved
from gemensam.benefits.views.quality import quality
from gemensam.benefits.views.result import result

__all__ = ["moved", "quality", "result"]
