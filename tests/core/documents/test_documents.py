# SPDX-License-Identifier: EUPL-1.2
"""One description, on paper and back from JSON; archived bytes repeat."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, strategies as st
from pypdf import PdfReader

from gemensam.core import audit, clock, files
from gemensam.core.by import CONSOLE
from gemensam.core.documents import (
    Bullets,
    Document,
    Figure,
    Figures,
    Heading,
    Paragraph,
    Picture,
    Stamp,
    Table,
    as_json,
    from_json,
    keep,
    kept_pdf,
    on_paper,
    paper,
)
from gemensam.core.models import KeptDocument
from gemensam.ui.charts import Axes, bars

CHART = bars(
    [{"x": "Ekonomi", "y": 31.4}, {"x": "IT", "y": 12.0}], Axes(x="", y="mnkr")
)
REPORT = Document(
    title="Underlag för beslut",
    subtitle="Förstudien, gate 1",
    author="Lindby kommun",
    language="sv",
    dated=date(2026, 11, 23),
    blocks=(
        Stamp(text="Utkast"),
        Heading(text="Potential"),
        Paragraph(text='Vi sparar #text(fill: red)[$x$] "ungefär" 15 %.'),
        Paragraph(text="Källa: huvudboken.", small=True),
        Figures(figures=(Figure(label="Kostnad", value="142,1 mnkr", note="2025"),)),
        Bullets(items=("ett", "två")),
        Table(
            caption="Per område",
            headers=("Område", "mnkr"),
            rows=(("Ekonomi", "31,4"), ("Summa", "31,4")),
            total=True,
        ),
        Picture(
            id="p",
            title="Kostnad per område",
            in_words="Ekonomi 31,4; IT 12,0",
            specification=CHART,
            headers=("Område", "mnkr"),
            rows=(("Ekonomi", "31,4"),),
        ),
    ),
)


def test_a_document_goes_to_json_and_back() -> None:
    assert from_json(as_json(REPORT)) == REPORT


def test_paper_is_accessible_and_can_be_archived() -> None:
    """What the standards ask of the file itself: PDF/UA-1 and PDF/A-2b in its metadata,
    marked content, a language and a title that is shown."""
    pdf = PdfReader(io.BytesIO(on_paper(REPORT)))
    told = pdf.xmp_metadata
    assert told is not None
    packet = told.rdf_root.toxml()
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet
    assert "<pdfaid:part>2</pdfaid:part>" in packet
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in packet
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is not None
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "sv"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Underlag för beslut"


def test_paper_says_what_the_document_says() -> None:
    """Texts are data: what looks like markup is printed as it stands."""
    text = "\n".join(
        page.extract_text() for page in PdfReader(io.BytesIO(on_paper(REPORT))).pages
    )
    for said in ("Utkast", "#text(fill: red)[$x$]", "142,1 mnkr", "Per område", "två"):
        assert said in text


def test_the_same_document_is_the_same_bytes() -> None:
    assert on_paper(REPORT) == on_paper(REPORT)
    later = replace(REPORT, dated=date(2026, 11, 24))
    assert on_paper(later) != on_paper(REPORT)


def test_only_our_fonts_are_used() -> None:
    pdf = PdfReader(io.BytesIO(on_paper(REPORT)))
    pages: Any = pdf.pages
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {name.partition("-")[0] for name in fonts} == {"Inter"}


def test_a_warning_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    template = tmp_path / "document.typ"
    template.write_text(
        paper.TEMPLATE.read_text().replace('font: "Inter"', 'font: "Nowhere Sans"')
    )
    monkeypatch.setattr(paper, "TEMPLATE", template)
    with pytest.raises(paper.NotOnPaperError, match="nowhere sans"):
        on_paper(REPORT)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_any_text_can_be_told(text: str) -> None:
    said = replace(REPORT, blocks=(Paragraph(text=text),))
    assert from_json(as_json(said)) == said


def test_what_is_kept_is_what_was_made(empty: str) -> None:
    kept = keep(REPORT, kind="test", subject="x:1", by=CONSOLE, at=clock.now())
    found = KeptDocument.objects.get(pk=kept.pk)
    assert from_json(found.content) == REPORT
    assert kept_pdf(found) == on_paper(REPORT)
    path = files.path_of(found.pdf.sha256)
    path.write_bytes(b"other")
    with pytest.raises(files.DamagedFile):
        kept_pdf(found)
    assert audit.name_of(found) == f"core.keptdocument:{kept.pk}"
