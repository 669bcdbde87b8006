# SPDX-License-Identifier: EUPL-1.2
from gemensam.desk.models.case import Case, CaseLog
from gemensam.desk.models.event import CaseEvent
from gemensam.desk.models.route import Route

__all__ = ["Case", "CaseEvent", "CaseLog", "Route"]
