# SPDX-License-Identifier: EUPL-1.2
from gemensam.benefits.views.packs.listing import packs
from gemensam.benefits.views.packs.pages import pack, pack_pdf

__all__ = ["pack", "pack_pdf", "packs"]
