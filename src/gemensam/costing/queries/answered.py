# SPDX-License-Identifier: EUPL-1.2
"""What people have answered of their time, per support area."""

from collections import defaultdict
from collections.abc import Mapping

from gemensam.catalogue.models import Service
from gemensam.costing.enums import Activity
from gemensam.costing.models import SurveyAnswer, SurveyRound


def shares_in(year: int) -> Mapping[str, Mapping[str, float]]:
    """Pseudonym → area → share of the person's time, by the newest round of the year;
    nothing when nobody was asked. Leadership follows the person's own areas; who only
    leads is not in it, since the title says more then."""
    newest = (
        SurveyRound.objects.filter(
            superseded_at=None, disposed_at=None, month__year=year
        )
        .order_by("-month")
        .first()
    )
    if newest is None:
        return {}
    areas = dict(Service.objects.values_list("code", "area_id"))
    found: defaultdict[str, defaultdict[str, float]] = defaultdict(
        lambda: defaultdict(float)
    )
    leads: defaultdict[str, float] = defaultdict(float)
    rows = SurveyAnswer.objects.filter(round=newest).exclude(share=None)
    for person, activity, said in rows.values_list(
        "pseudonym", "activity", "share"
    ).iterator(5000):
        share = float(said or 0)
        if activity in areas:
            found[person][areas[activity]] += share
        elif activity == Activity.LEADERSHIP:
            leads[person] += share
        else:
            found[person].setdefault("", 0.0)  # answered, perhaps with other work only
    for person, led in leads.items():
        own = found.get(person)
        whole = sum(own.values()) if own else 0.0
        if own and whole > 0:
            for area in list(own):
                own[area] += led * own[area] / whole
        else:
            found.pop(person, None)
    return {
        person: {area: share for area, share in shares.items() if area}
        for person, shares in found.items()
    }
