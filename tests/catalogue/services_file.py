# SPDX-License-Identifier: EUPL-1.2
"""Files of services and what follows them, as a municipality writes them."""

from tests.rig.imported import rows_in

from gemensam.core.models import Import

HEAD = (
    "Tjänst;Namn;Område;Räknas per;Räknas i;Räkneregel;Grund;Från;Till;"
    "Standardtid (min);Servicenivå som;Kan beställas"
)
FOLLOWS = "Från tjänst;Till tjänst;Från månad;Andel;Grund"


def services_in(*rows: str) -> Import:
    return rows_in("services", HEAD, rows)


def successions_in(*rows: str) -> Import:
    return rows_in("service_successions", FOLLOWS, rows)
