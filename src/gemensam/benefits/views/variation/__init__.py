# SPDX-License-Identifier: EUPL-1.2
from gemensam.benefits.views.variation.pages import service_variation, variation

__all__ = ["service_variation", "variation"]
