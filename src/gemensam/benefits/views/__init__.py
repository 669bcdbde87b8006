# SPDX-License-Identifier: EUPL-1.2
from gemensam.benefits.views.moved import moved
from gemensam.benefits.views.quality import quality
from gemensam.benefits.views.result import result
from gemensam.benefits.views.variation import service_variation, variation

__all__ = ["moved", "quality", "result", "service_variation", "variation"]
