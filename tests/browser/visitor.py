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
# Only what breaks a rule is told, as the rest is a third of the time.
OPTIONS = {
    "resultTypes": ["violations"],
    # Sheets and media would be fetched anew, for rules on sound and on turned screens.
    "preload": False,
}
# The rule that looks at the colours behind and of every word, nine tenths of the time.
CONTRAST = "color-contrast"
BY_COLOUR = [CONTRAST, "link-in-text-block"]
OFF = {"enabled": False}
RULES = OPTIONS | {
    "runOnly": {"type": "tag", "values": LEVELS},
    "rules": {CONTRAST: OFF},
}
IN_CONTRAST = OPTIONS | {"runOnly": {"type": "rule", "values": [CONTRAST]}}
LINKS = OPTIONS | {"runOnly": {"type": "rule", "values": BY_COLOUR[1:]}}
# Words that look alike have the same contrast: the first and the last of each look are asked
# about, since what lies outside its table's view cannot be judged. A look is the style of
# the words and of all that they lie on.
OF_EACH_LOOK = """() => {
    const known = new Map();
    const behind = element => {
        if (!element) return "";
        if (!known.has(element)) {
            const style = getComputedStyle(element);
            known.set(element, [
                behind(element.parentElement), element.tagName,
                element.getAttribute("class"), element.getAttribute("style"),
                style.backgroundColor, style.backgroundImage, style.opacity,
                style.position, style.visibility, style.display, style.filter,
            ].join("|"));
        }
        return known.get(element);
    };
    const said = element => /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName)
        || [...element.childNodes].some(
            child => child.nodeType === Node.TEXT_NODE && child.data.trim());
    const found = new Map();
    for (const element of document.body.querySelectorAll("*")) {
        if (!said(element)) continue;
        const style = getComputedStyle(element);
        const look = [
            behind(element), element.matches(":disabled, [aria-disabled='true'] *"),
            style.color, style.fontSize, style.fontWeight, style.textShadow,
            element.checkVisibility({visibilityProperty: true, opacityProperty: true}),
        ].join("|");
        found.set(look, [found.get(look)?.[0] ?? element, element]);
    }
    return {include: [...new Set([...found.values()].flat())]};
}"""
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

    def barriers(self) -> list[str]:
        """What axe-core finds against WCAG 2.1 A and AA."""
        return [*self._found(RULES), *self._found(IN_CONTRAST, of=OF_EACH_LOOK)]

    def barriers_of_colours(self) -> list[str]:
        return [*self._found(LINKS), *self._found(IN_CONTRAST, of=OF_EACH_LOOK)]

    def barriers_without_colours(self) -> list[str]:
        return self._found(RULES | {"rules": dict.fromkeys(BY_COLOUR, OFF)})

    def _found(
        self, options: dict[str, Any], *, of: str = "() => document"
    ) -> list[str]:
        self.arrives()
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.axe_script)
        found = self.page.evaluate(
            f"options => axe.run(({of})(), options).then(told => told.violations)",
            options,
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
