# SPDX-License-Identifier: EUPL-1.2
from gemensam.desk.views.case import case, do
from gemensam.desk.views.lists import late, mine, queue
from gemensam.desk.views.logs import log, logs
from gemensam.desk.views.order import order

__all__ = ["case", "do", "late", "log", "logs", "mine", "order", "queue"]
