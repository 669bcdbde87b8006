# SPDX-License-Identifier: EUPL-1.2
"""The frame around every page: who you are, where you can go, in which light."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gemensam.core import clock
from gemensam.core.models import Installation
from gemensam.group.enums import RoleKind
from gemensam.group.models import Person
from gemensam.group.rules import (
    Standing,
    may_administer,
    may_import,
    sees_figures_of_group,
    sees_ledger,
    sees_presence,
    works_in_centre,
)
from gemensam.programme.rules import sees_case
from gemensam.surveys.rules import runs_surveys

THEME_COOKIE = "theme"


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    icon: str
    url: str
    nearness: int  # how much of the present address is below it
    is_here: bool = False


@dataclass
class Frame:
    """Read by the page template; what a page does not show is not asked for. A bare one
    asks the database for nothing, and knows neither who asks nor where."""

    request: HttpRequest
    is_bare: bool = False
    theme: str = field(init=False)

    def __post_init__(self) -> None:
        dark = self.request.COOKIES.get(THEME_COOKIE) == "dark"
        self.theme = "dark" if dark else "light"

    @cached_property
    def person(self) -> Person | None:
        if self.is_bare:
            return None
        person: Person | None = getattr(self.request, "person", None)
        return person or None

    @cached_property
    def _installation(self) -> Installation | None:
        return None if self.is_bare else Installation.objects.first()

    @property
    def installation(self) -> str:
        return self._installation.name if self._installation else "Gemensam"

    @property
    def is_demo(self) -> bool:
        return bool(self._installation and self._installation.built_by_demo)

    @property
    def today(self) -> date:
        return clock.today()

    @property
    def role_names(self) -> str:
        if self.person is None:
            return ""
        roles = [role.label for role in RoleKind if role in self.person.standing.roles]
        return ", ".join(map(str, roles)) or _("Customer")

    @cached_property
    def menu(self) -> list[Entry]:
        if self.person is None:
            return []
        entries = list(self._entries(self.person.standing))
        nearest = max((one.nearness for one in entries), default=0)
        return [
            replace(one, is_here=nearest > 0 and one.nearness == nearest)
            for one in entries
        ]

    def _entries(self, standing: Standing) -> Iterator[Entry]:
        yield self._entry(_("Start"), "house", "site:start")
        ordering = reverse("desk:order", args=["-"]).removesuffix("-/")
        yield self._entry(_("Services"), "shopping-bag", "catalogue:services", ordering)
        yield self._entry(_("My cases"), "inbox", "desk:mine")
        if works_in_centre(standing):
            yield self._entry(_("Queue"), "list-checks", "desk:queue")
        if sees_presence(standing) and not sees_ledger(standing):
            yield self._entry(_("Presence"), "users", "site:presence")
        if sees_figures_of_group(standing) or standing.entities or standing.manages:
            yield self._entry(_("Result"), "chart-column", "benefits:result")
        yield from self._of_cost(standing)
        if runs_surveys(standing):
            yield self._entry(_("Surveys"), "clipboard-list", "surveys:rounds")
        if sees_case(standing):
            yield self._entry(_("Pre-study"), "footprints", "programme:road")
        if may_import(standing):
            yield self._entry(_("Files"), "file-up", "site:imports")
        if may_administer(standing) or sees_ledger(standing):
            yield self._entry(_("Organisation"), "users", "site:organisation")

    def _of_cost(self, standing: Standing) -> Iterator[Entry]:
        """The whole group's, or what one leads oneself."""
        if sees_ledger(standing):
            yield self._entry(_("Baseline and cost"), "wallet", "costing:baseline")
        elif standing.entities:
            yield self._entry(_("Ledgers"), "wallet", "costing:ledgers")
        if standing.entities:
            yield self._entry(_("My part of the baseline"), "stamp", "costing:my_parts")
        if standing.manages and not sees_ledger(standing):
            yield self._entry(_("My employees"), "users", "costing:my_units")

    def _entry(self, label: str, icon: str, name: str, *also: str) -> Entry:
        url, path = reverse(name), self.request.path
        below = [one for one in (url, *also) if one != "/" and path.startswith(one)]
        nearness = len(max(below, key=len, default="")) or int(path == url)
        return Entry(label, icon, url, nearness)


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Context for every page."""
    return {"frame": Frame(request)}
