# SPDX-License-Identifier: EUPL-1.2
"""Workbooks written by hand, part by part, so that every part can be made wrong."""

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

STYLES = f"""<styleSheet xmlns="{MAIN}">
<numFmts count="3">
<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>
<numFmt numFmtId="165" formatCode="#,##0.00\\ &quot;dkr&quot;"/>
<numFmt numFmtId="166" formatCode="[Red][h]:mm"/>
</numFmts>
<cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/>
<xf numFmtId="10"/><xf numFmtId="14"/><xf numFmtId="166"/></cellXfs>
</styleSheet>"""
PLAIN, DAY, MONEY, PERCENT, BUILT_IN_DAY, HOURS = range(6)


def sheet(rows: str, *, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def row(number: int, *cells: object, style: int | None = None, more: str = "") -> str:
    """A row whose cells are numbers, or texts that are put in the row itself."""
    return (
        f'<row r="{number}"{more}>{"".join(cell(each, style) for each in cells)}</row>'
    )


def cell(value: object, style: int | None = None) -> str:
    shown = "" if style is None else f' s="{style}"'
    if isinstance(value, str) and value.startswith("<c"):
        return value
    if isinstance(value, str):
        return f'<c{shown} t="inlineStr"><is><t>{value}</t></is></c>'
    return f"<c{shown}><v>{value}</v></c>"


def parts(
    *sheets: str,
    texts: str = "",
    states: tuple[str, ...] = (),
    workbook: str = "",
) -> dict[str, str]:
    names = [f"sheet{number}" for number, _ in enumerate(sheets, 1)]
    links = "".join(
        f'<Relationship Id="r{n}" Type="{LINK}/worksheet" Target="worksheets/{n}.xml"/>'
        for n in names
    )
    states += ("visible",) * len(sheets)
    entries = "".join(
        f'<sheet name="{n}" sheetId="{at + 1}" r:id="r{n}" state="{states[at]}"/>'
        for at, n in enumerate(names)
    )
    found = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Override '
        f'PartName="/xl/workbook.xml" ContentType="{OFFICE}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
        f'Id="a" Type="{LINK}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'{links}<Relationship Id="s" Type="{LINK}/styles" Target="styles.xml"/>'
        + (
            f'<Relationship Id="t" Type="{LINK}/sharedStrings" Target="texts.xml"/>'
            if texts
            else ""
        )
        + "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINK}">{workbook}'
        f"<sheets>{entries}</sheets></workbook>",
        "xl/styles.xml": STYLES,
    }
    if texts:
        found["xl/texts.xml"] = f'<sst xmlns="{MAIN}">{texts}</sst>'
    return found | {
        f"xl/worksheets/{name}.xml": text
        for name, text in zip(names, sheets, strict=True)
    }


def packed(contents: Mapping[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in contents.items():
            archive.writestr(name, text)
    return target.getvalue()


def workbook(
    *rows: str, before: str = "", after: str = "", workbook: str = ""
) -> bytes:
    """A workbook with one sheet of these rows."""
    one = sheet("".join(rows), before=before, after=after)
    return packed(parts(one, workbook=workbook))
