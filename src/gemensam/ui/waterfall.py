# SPDX-License-Identifier: EUPL-1.2
"""From one level to another, step by step, as bars that lie where the last one ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.translation import gettext as _

from gemensam.ui.charts import Chart, drawn
from gemensam.ui.templatetags.figures import mnkr, percent, whole_kr

ROW = 32  # pixels for each bar
WIDE = 26  # letters on a line beside a bar
LABELS = {"labelLimit": 190, "labelExpr": "split(datum.label, '\\n')", "ticks": False}


def on_lines(name: str) -> str:
    """A long name broken at the blanks, so that bars keep their room on a phone."""
    return "\n".join(wrap(name, WIDE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A bar from `begins` to `ends` in öre; a level begins at nothing."""

    name: str
    begins: int
    ends: int
    is_level: bool = False

    @property
    def ore(self) -> int:
        return self.ends - self.begins

    @property
    def kronor(self) -> str:
        return whole_kr(self.ore)


def waterfall(steps: Sequence[Step], *, title: str, id: str = "waterfall") -> Chart:  # noqa: A002
    """Million kronor; the first and the last step are levels."""
    level, less, more = _("Level"), _("Lowers the cost"), _("Raises the cost")
    values = [
        {
            "name": on_lines(one.name),
            "from": round(one.begins / 1e8, 3),
            "to": round(one.ends / 1e8, 3),
            "kind": level if one.is_level else less if one.ore < 0 else more,
        }
        for one in steps
    ]
    specification = drawn(
        ROW * len(values),
        data={"values": values},
        mark={"type": "bar", "cornerRadius": 2},
        encoding={
            "y": {"field": "name", "type": "nominal", "sort": None, "title": "", "axis": LABELS},
            "x": {"field": "from", "type": "quantitative", "title": _("mnkr"), "scale": {"zero": True}},
            "x2": {"field": "to"},
            "color": {"field": "kind", "type": "nominal", "title": " ", "scale": {"domain": [less, more, level]}},
        },
    )  # fmt: skip
    first, last = steps[0], steps[-1]
    return Chart(
        id=id,
        title=title,
        in_words=_("From {before} to {after}").format(
            before=mnkr(first.ends), after=mnkr(last.ends)
        ),
        specification=specification,
        headers=[_("Step"), _("Kronor"), _("Share of the baseline")],
        rows=[
            [one.name, one.kronor, percent(one.ore / first.ends if first.ends else None)]
            for one in steps
        ],
    )  # fmt: skip
