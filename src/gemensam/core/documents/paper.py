# SPDX-License-Identifier: EUPL-1.2
"""A document as PDF that anyone can read and any archive take: PDF/UA-1 and PDF/A-2b.

The same document gives the same bytes: fonts come with the installation, none of the
machine's are used, and the date inside is the document's own. Texts reach typst as data,
never as its source.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings

import typst
import vl_convert

from gemensam.core.documents.blocks import Document, Picture, as_json

STANDARDS = ["ua-1", "a-2b"]
TEMPLATE = Path(__file__).with_name("document.typ")
FACES = (
    "400Regular/Inter_400Regular.ttf",
    "400Regular_Italic/Inter_400Regular_Italic.ttf",
    "600SemiBold/Inter_600SemiBold.ttf",
    "700Bold/Inter_700Bold.ttf",
)
WIDTH, HEIGHT = 620, 230  # of a chart, in its own units; as wide as the text
COLOURS = ["#0f6466", "#c2681b", "#6b7f7b", "#5b3fa0"]
LOOK: Mapping[str, Any] = {
    "font": "Inter",
    "background": None,
    "view": {"stroke": "transparent"},
    "axis": {
        "labelFont": "Inter", "titleFont": "Inter", "labelFontSize": 11,
        "titleFontSize": 11, "labelColor": "#4b5a57", "titleColor": "#4b5a57",
        "gridColor": "#dbe3e1", "domainColor": "#dbe3e1", "tickColor": "#dbe3e1",
    },
    "legend": {
        "labelFont": "Inter", "titleFont": "Inter", "labelFontSize": 11,
        "orient": "top", "title": None, "labelLimit": 0,
    },
    "text": {"font": "Inter", "color": "#17211f"},
    "range": {"category": COLOURS},
    "bar": {"color": COLOURS[0]},
    "line": {"color": COLOURS[0], "strokeWidth": 2.5},
    "area": {"color": COLOURS[0]},
    "point": {"color": COLOURS[0], "filled": True},
}  # fmt: skip
SWEDISH = {
    "decimal": ",",
    "thousands": "\u00a0",
    "grouping": [3],
    "currency": ["", "\u00a0kr"],
    "minus": "\u2212",
}


class NotOnPaperError(RuntimeError):
    """The document cannot be set; a fault of ours, not of who asked for it."""


def on_paper(document: Document) -> bytes:
    """The document as PDF. Raises NotOnPaperError; an unknown font or any other warning
    counts, since it would pass silently and be seen by the reader alone."""
    told = as_json(document)
    files: dict[str, bytes] = {"main.typ": TEMPLATE.read_bytes()}
    for place, block in enumerate(document.blocks):
        if isinstance(block, Picture):
            name = f"picture-{place}.svg"
            files[name] = drawn(block.specification, document.language).encode()
            told["blocks"][place]["file"] = name
            del told["blocks"][place]["specification"]
    files["document.json"] = json.dumps(told, ensure_ascii=False).encode()
    noon = datetime.combine(document.dated, time(12), tzinfo=UTC)
    try:
        made, warnings = typst.compile_with_warnings(  # type: ignore[call-overload]
            files,  # a virtual folder: the stubs know single files only
            font_paths=[str(fonts())],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=STANDARDS,
            timestamp=int(noon.timestamp()),
        )
    except typst.TypstError as error:
        raise NotOnPaperError(str(error)) from error
    if warnings:
        raise NotOnPaperError("; ".join(str(one) for one in warnings))
    assert isinstance(made, bytes)
    return made


def fonts() -> Path:
    """The folder of the installed faces."""
    folder = Path(settings.FRONTEND) / "@expo-google-fonts" / "inter"
    lacking = [face for face in FACES if not (folder / face).exists()]
    if lacking:
        raise NotOnPaperError(f"{lacking[0]} is not installed")
    return folder


def drawn(specification: Mapping[str, Any], language: str) -> str:
    """A chart as SVG, as wide as the text of a page."""
    whole = {**specification, "width": WIDTH, "height": HEIGHT, "config": LOOK}
    locale = SWEDISH if language == "sv" else None
    return str(
        vl_convert.vegalite_to_svg(whole, vl_version="6.1", format_locale=locale)
    )
