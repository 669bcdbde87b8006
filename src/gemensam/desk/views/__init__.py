# SPDX-License-Identifier: EUPL-1.2
from gemensam.desk.views.case import case, do
from gemensam.desk.views.categories import categories, tie_service
from gemensam.desk.views.lists import late, mine, queue
from gemensam.desk.views.logs import log, logs
from gemensam.desk.views.order import order
from gemensam.desk.views.situation import branches, part, situation, tie

__all__ = [
    "branches",
    "case",
    "categories",
    "do",
    "late",
    "log",
    "logs",
    "mine",
    "order",
    "part",
    "queue",
    "situation",
    "tie",
    "tie_service",
]
