# SPDX-License-Identifier: EUPL-1.2
"""Someone at a browser, and all that the browser complained about meanwhile."""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Error, Page, Request

# The order in which the demo's sign-in page offers its people.
ROLES = {
    "steering": 0,
    "centre_manager": 1,
    "controller": 2,
    "programme_manager": 3,
    "team_leader": 4,
    "agent_hr": 5,
    "agent_it": 6,
    "unit_manager": 7,
    "company_ceo": 8,
    "union_rep": 9,
    "administrator": 10,
}
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
# All rules of these levels; only what breaks one is told, as the rest is a third of the time.
OPTIONS = {
    "runOnly": {"type": "tag", "values": LEVELS},
    "resultTypes": ["violations"],
    # Sheets and media would be fetched anew, for rules on sound and on turned screens.
    "preload": False,
}
# The rules of these levels that look at colours.
BY_COLOUR = ["color-contrast", "link-in-text-block"]
COLOURS = OPTIONS | {"runOnly": {"type": "rule", "values": BY_COLOUR}}
WITHOUT_COLOURS = OPTIONS | {"rules": {rule: {"enabled": False} for rule in BY_COLOUR}}
AXE = Axe()


@dataclass
class Visitor:
    page: Page
    site: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", self._broke)
        self.page.on("requestfailed", self._failed)

    def leaves(self) -> None:
        """The window to whoever comes next: what it says is no longer heard here."""
        self.page.remove_listener("console", self._heard)
        self.page.remove_listener("pageerror", self._broke)
        self.page.remove_listener("requestfailed", self._failed)

    def _broke(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _failed(self, request: Request) -> None:
        # A page that is left while its last picture comes is no fault.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.url}: {request.failure}")

    def goes(self, path: str) -> int:
        answer = self.page.goto(self.site + path)
        assert answer is not None
        return answer.status

    def arrives(self) -> None:
        """Waits for the page that a click has led to: until then there may be none."""
        self.page.wait_for_load_state()

    def darkens(self) -> None:
        """The page as it is, in the colours of the dark theme."""
        self.arrives()
        self.page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")

    def barriers(self, options: dict[str, Any] = OPTIONS) -> list[str]:
        """What axe-core finds against WCAG 2.1 A and AA."""
        self.arrives()
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.axe_script)
        found = self.page.evaluate(
            "options => axe.run(options).then(found => found.violations)", options
        )
        return [
            f"{one['id']}: {node['html'][:150]} – {node['failureSummary'][:200]}"
            for one in found
            for node in one["nodes"]
        ]

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        self.arrives()
        self.page.evaluate("document.fonts.ready")
        wide: int = self.page.evaluate(
            "document.documentElement.scrollWidth"
            " - document.documentElement.clientWidth"
        )
        return wide
