# SPDX-License-Identifier: EUPL-1.2
"""Documents for people who were not there: one description, shown as a page and on paper.

A document is made once from figures of a day, kept as it was made, and never computed
again; the page and the PDF show the same description.
"""

from gemensam.core.documents.blocks import (
    Block,
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
)
from gemensam.core.documents.keep import keep, kept_pdf
from gemensam.core.documents.paper import on_paper

__all__ = [
    "Block",
    "Bullets",
    "Document",
    "Figure",
    "Figures",
    "Heading",
    "Paragraph",
    "Picture",
    "Stamp",
    "Table",
    "as_json",
    "from_json",
    "keep",
    "kept_pdf",
    "on_paper",
]
