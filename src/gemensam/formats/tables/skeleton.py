# SPDX-License-Identifier: EUPL-1.2
"""The parts of a workbook that are the same whatever it holds (ECMA-376 part 1)."""

import re
from collections.abc import Mapping

from gemensam.formats.safe_xml import escaped
from gemensam.formats.tables.types import Style

STYLES: Mapping[Style, int] = {style: at for at, style in enumerate(Style)}
HEADER_STYLE = len(Style)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIRST_OWN_FORMAT = 164

_CONTENT_TYPES = f"""\
<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_OFFICE}.worksheet+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{_OFFICE}.styles+xml"/>
</Types>"""
_TOP_LINKS = f"""\
<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_LINK}/officeDocument" Target="xl/workbook.xml"/>
</Relationships>"""
_WORKBOOK_LINKS = f"""\
<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_LINK}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{_LINK}/styles" Target="styles.xml"/>
</Relationships>"""
_WORKBOOK = """\
<workbook xmlns="{main}" xmlns:r="{link}">
<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets>
</workbook>"""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31


def fixed_parts(sheet: str) -> Mapping[str, str]:
    """Texts of the parts by their paths, for a workbook with one sheet of that name.

    What Excel does not allow in the name becomes a blank.
    """
    name = escaped(_NOT_IN_NAMES.sub(" ", sheet)[:_LONGEST_NAME])
    return {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _TOP_LINKS,
        "xl/_rels/workbook.xml.rels": _WORKBOOK_LINKS,
        "xl/workbook.xml": _WORKBOOK.format(main=MAIN, link=_LINK, name=name),
        "xl/styles.xml": _styles(),
    }


def _styles() -> str:
    """One cell style for every Style in their order, and a bold one for headers."""
    formats = "".join(
        f'<numFmt numFmtId="{_FIRST_OWN_FORMAT + at}" formatCode="{escaped(style.value)}"/>'
        for style, at in STYLES.items()
    )
    cells = "".join(
        f'<xf numFmtId="{_FIRST_OWN_FORMAT + at}" fontId="0" fillId="0" borderId="0" '
        'xfId="0" applyNumberFormat="1"/>'
        for at in STYLES.values()
    )
    return f"""\
<styleSheet xmlns="{MAIN}">
<numFmts count="{len(STYLES)}">{formats}</numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>
</cellStyleXfs>
<cellXfs count="{len(STYLES) + 1}">{cells}
<xf fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""
