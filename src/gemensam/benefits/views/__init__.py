# SPDX-License-Identifier: EUPL-1.2
from gemensam.benefits.views.bridge import bridge, bridge_file, service_bridge
from gemensam.benefits.views.budget import budget, budget_move
from gemensam.benefits.views.compute import compute
from gemensam.benefits.views.duties import duties, duty
from gemensam.benefits.views.efficiency import efficiency, efficiency_file
from gemensam.benefits.views.evidence import evidence
from gemensam.benefits.views.followed import followed, followed_row
from gemensam.benefits.views.forecast import forecast, forecast_file
from gemensam.benefits.views.month import month
from gemensam.benefits.views.moved import moved
from gemensam.benefits.views.moves import budget_file
from gemensam.benefits.views.own import own
from gemensam.benefits.views.packs import pack, pack_pdf, packs
from gemensam.benefits.views.positions import positions_file
from gemensam.benefits.views.quality import quality
from gemensam.benefits.views.realised import realised
from gemensam.benefits.views.result import result
from gemensam.benefits.views.suspicions import suspicion, suspicions
from gemensam.benefits.views.variation import service_variation, variation

__all__ = [
    "bridge",
    "bridge_file",
    "budget",
    "budget_file",
    "budget_move",
    "compute",
    "duties",
    "duty",
    "efficiency",
    "efficiency_file",
    "evidence",
    "followed",
    "followed_row",
    "forecast",
    "forecast_file",
    "month",
    "moved",
    "own",
    "pack",
    "pack_pdf",
    "packs",
    "positions_file",
    "quality",
    "realised",
    "result",
    "service_bridge",
    "service_variation",
    "suspicion",
    "suspicions",
    "variation",
]
