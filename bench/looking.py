# SPDX-License-Identifier: EUPL-1.2
"""How long each page of results takes, and the start page of each role.

Run as a process of its own, on an installation with closed months; `python -m
bench.looking` prints milliseconds by address as JSON. No address of the results is
forgotten: one whose values nothing here knows stops it.
"""

import json
import os
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

os.environ["GEMENSAM_TESTING"] = "1"
from gemensam.core.set_up import set_up

FOLLOWS = "controller"  # sees all that the group is told
OWN = "unit_manager"  # sees what its own units used
ALSO = {
    "bridge": (
        "?organised=then", "?known={known}", "?part=price", "?part=efficiency",
        "?part=volume&period={month}", "?period={month}",
    ),
    "variation": ("?per=unit", "?version=actual"),
    "service-variation": ("?per=unit",),
    "suspicions": ("?found=all",),
    "compute": ("?year={year}",),
    "month": ("?month={month}",),
    "own": ("?month={month}",),
}  # fmt: skip
ONLY_OWN = ("own",)  # who follows the group has no unit
FOR_OWN = (*ONLY_OWN, "result", "quality", "packs", "pack", "pack-pdf")
RUNS = 4  # the first, which reads what none has read, is told apart


def main() -> None:
    set_up()
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.management import call_command

    from gemensam.site.warm import warm_up

    call_command("collectstatic", interactive=False, verbosity=0)
    warm_up(WSGIHandler())  # as the server does before it answers
    each = dict(_pages())
    print(json.dumps(each))


def _pages() -> Iterator[tuple[str, tuple[float, float]]]:
    """What was opened by whom, with the milliseconds of the first time and the median of
    those after."""
    from django.urls import reverse

    from gemensam.group.enums import RoleKind

    for address in _addresses():
        yield address, _opened(FOLLOWS, address)
    for address in _addresses(FOR_OWN, role=OWN):
        yield f"{address} ({OWN})", _opened(OWN, address)
    for role in RoleKind:
        yield f"/ ({role})", _opened(role, "/")
    _something_comes()
    for name in ("realised", "suspicions"):
        address = reverse(f"benefits:{name}")
        yield f"{address} (a file has come)", _opened(FOLLOWS, address)


def _something_comes() -> None:
    """As a file that has been imported a moment ago, at which no job has looked yet."""
    from gemensam.core import clock
    from gemensam.core.models import Import

    newest = Import.objects.latest("pk")
    newest.pk, newest.committed_at = None, clock.now()
    newest.save(force_insert=True)


def _addresses(names: tuple[str, ...] = (), role: str = FOLLOWS) -> Iterator[str]:
    from django.urls import reverse

    from gemensam.benefits.urls import urlpatterns

    when = _when()
    for one in urlpatterns:
        if one.name not in names if names else one.name in ONLY_OWN:
            continue
        for given in _given(one.name or "", role, one.pattern.converters):
            address = reverse(f"benefits:{one.name}", kwargs=given)
            yield address
            yield from (
                address + also.format(**when) for also in ALSO.get(one.name or "", ())
            )


def _when() -> dict[str, object]:
    from django.utils.timezone import localdate

    from gemensam.benefits.models import MonthClose
    from gemensam.benefits.queries.months import closed_through, compared

    last, of = closed_through(), compared()
    assert last is not None
    # A day on which all of a year was known but its last month.
    known = MonthClose.objects.filter(month__lt=last).latest("month").closed_at
    return {
        "known": f"{localdate(known):%Y-%m-%d}",
        "month": f"{last:%Y-%m}",
        "year": of.baseline_months[0].year,
    }


def _given(
    name: str, role: str, converters: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """The values that the address of a page is opened with; a KeyError is a page that
    somebody added without saying so here."""
    if not converters:
        yield {}
        return
    (key,) = converters
    for value in VALUES[name](role):
        yield {key: value}


def _packs(role: str) -> list[int]:
    """The last one of each kind that the role sees."""
    from gemensam.benefits.models import Pack

    seen = Pack.objects.visible_to(_somebody(role).person)
    rows = seen.order_by("kind", "-month", "pk")
    return list(rows.distinct("kind").values_list("pk", flat=True))


def _moves(_role: str) -> list[int]:
    from gemensam.benefits.models import BudgetMove

    return list(BudgetMove.objects.order_by("pk").values_list("number", flat=True)[:1])


def _duties(_role: str) -> list[str]:
    from gemensam.benefits.queries.routine.sources import sources

    return [one.key for one in sources()[:1]]


def _suspicions(_role: str) -> list[str]:
    """The heaviest that each rule found."""
    from gemensam.benefits.queries.suspicions.made import found_now

    return list({one.rule: one.key for one in reversed(found_now())}.values())


def _measures(_role: str) -> list[str]:
    return ["resolved", "on_time", "reopened"]


def _rows(_role: str) -> list[str]:
    from gemensam.benefits.queries.followed import followed

    made = followed()
    return [made.whole.key] if made else []


def _services(_role: str) -> list[str]:
    """One that the centre delivers to most."""
    from django.db.models import Count

    from gemensam.catalogue.models import Delivery

    rows = Delivery.objects.filter(provider="centre").values_list("service__code")
    return [rows.annotate(n=Count("pk")).order_by("-n", "service__code")[0][0]]


VALUES: dict[str, Callable[[str], Iterable[int | str]]] = {
    "pack": _packs,
    "pack-pdf": _packs,
    "budget_move": _moves,
    "duty": _duties,
    "suspicion": _suspicions,
    "evidence": _measures,
    "followed-row": _rows,
    "service-bridge": _services,
    "service-variation": _services,
}


def _opened(role: str, address: str) -> tuple[float, float]:
    from django.test import Client

    client, taken = Client(SERVER_NAME="localhost"), []
    client.force_login(_somebody(role))
    for _ in range(RUNS):
        began = time.perf_counter()
        answer = client.get(address)
        taken.append(1000 * (time.perf_counter() - began))
        assert answer.status_code == 200, (role, address, answer.status_code)
    return taken[0], statistics.median(taken[1:])


def _somebody(role: str) -> Any:
    from gemensam.group.models import RoleAssignment

    holders = RoleAssignment.objects.filter(role=role, valid_to=None).order_by("pk")
    holder = holders.select_related("person__account")[0].person
    assert holder.account is not None
    return holder.account


if __name__ == "__main__":
    main()
