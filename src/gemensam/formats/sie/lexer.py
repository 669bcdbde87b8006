# SPDX-License-Identifier: EUPL-1.2
"""A line into its label and fields (§5.3–5.7).

Well-formed fields are found by one regular expression. A line with anything else is
read letter by letter by `irregular`, which repairs what it can and names the flaws.
"""

import re
from typing import NamedTuple

from gemensam.formats.issues import IssueKind
from gemensam.formats.sie.irregular import Braces, Field, fields_and_flaws
from gemensam.formats.sie.kinds import form

QUOTED = r'"([^"\\]*+(?:\\"?+[^"\\]*+)*+)"'
BODY = r'(?:[^{}"]*+(?:"[^"\\]*+(?:\\"?+[^"\\]*+)*+")?+)*+'
FIELD = re.compile(
    rf'[ \t]*+(?:{QUOTED}(?![^ \t])|\{{({BODY})\}}(?![^ \t])|([^ \t"{{}}]++)(?![^ \t])|(.))'
)
ELEMENT = re.compile(rf'[ \t]*+(?:{QUOTED}(?![^ \t])|([^ \t"{{}}]++)(?![^ \t])|(.))')
LABEL = re.compile(r'#([^ \t"{}\u00a0]+)')
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]+")
UNCOMMON = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\u00a0\u202f]")
STRUCTURE = re.compile(r'["{}]')
PADDING = " \t\r\n\x1a\x00"
"""What may stand at the ends of a line: blanks, line ends, the end-of-file marks of DOS."""


class Line(NamedTuple):
    """A line taken apart. `opens` and `closes` tell of a voucher's brace at its end."""

    label: str
    fields: list[Field]
    flaws: tuple[IssueKind, ...] = ()
    opens: bool = False
    closes: bool = False


def take_apart(line: str) -> Line:
    """The label without # (empty when there is none) and the fields after it.

    `line` has no padding at its ends.
    """
    flaws: list[IssueKind] = []
    if UNCOMMON.search(line):
        without = CONTROL.sub("", line)
        if without != line:
            flaws.append(form.CONTROL_CHARACTER)
        line = without
    found = LABEL.match(line)
    if found is None:
        return Line("", [], tuple(flaws))
    rest = line[found.end() :]
    fields = None if "\u00a0" in rest or "\u202f" in rest else _regular(rest)
    if fields is None:
        fields, more, opens, closes = fields_and_flaws(rest)
        return Line(found[1], fields, (*flaws, *more), opens, closes)
    return Line(found[1], fields, tuple(flaws))


def _regular(rest: str) -> list[Field] | None:
    """The fields of a well-formed line, None when any part of it is not."""
    if rest.isascii() and not STRUCTURE.search(rest):
        return list(rest.split())
    fields: list[Field] = []
    for found in FIELD.finditer(rest):
        group = found.lastindex
        if group == 1:
            text = found[1]
            if "\t" in text:
                return None
            fields.append(text.replace('\\"', '"') if "\\" in text else text)
        elif group == 3:
            fields.append(found[3])
        elif group == 2:
            elements = elements_of(found[2])
            if elements is None:
                return None
            fields.append(elements)
        else:
            return None
    return fields


def elements_of(body: str) -> Braces | None:
    """The elements of a well-formed object list, None when any part of it is not."""
    elements = []
    for found in ELEMENT.finditer(body):
        if found.lastindex == 1:
            text = found[1]
            if "\t" in text:
                return None
            elements.append(text.replace('\\"', '"') if "\\" in text else text)
        elif found.lastindex == 2:
            elements.append(found[2])
        else:
            return None
    return Braces(elements)
