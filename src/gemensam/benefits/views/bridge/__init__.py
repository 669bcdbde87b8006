# SPDX-License-Identifier: EUPL-1.2
from gemensam.benefits.views.bridge.file import bridge_file
from gemensam.benefits.views.bridge.pages import bridge
from gemensam.benefits.views.bridge.service import service_bridge

__all__ = ["bridge", "bridge_file", "service_bridge"]
