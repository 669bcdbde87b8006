# SPDX-License-Identifier: EUPL-1.2
"""What a document is made of. All texts are as they are to be read; figures are written out.

Blocks are values that go to JSON and back unchanged, so that what was decided on can be
shown again in twenty years without asking the database anything.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, ClassVar

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    kind: ClassVar[str] = "heading"
    text: str
    level: int = 2  # 1 is the document's title


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """`small` for how something was computed, and where it comes from."""

    kind: ClassVar[str] = "paragraph"
    text: str
    small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What must not be overlooked: that a figure is rough, or a draft."""

    kind: ClassVar[str] = "stamp"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    kind: ClassVar[str] = "bullets"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The few figures to be remembered, beside each other."""

    kind: ClassVar[str] = "figures"
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The first cell of a row is its heading. `texts`: columns that are no figures;
    `total`: the last row sums the others."""

    kind: ClassVar[str] = "table"
    caption: str
    headers: Row
    rows: tuple[Row, ...]
    texts: tuple[int, ...] = (0,)
    total: bool = False

    @property
    def labelled(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The rows, each cell with the header above it: where there is no room for a head."""
        return tuple(tuple(zip(self.headers, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart: its Vega-Lite specification, what it shows in words, and its figures."""

    kind: ClassVar[str] = "picture"
    id: str
    title: str
    in_words: str
    specification: Mapping[str, Any]
    headers: Row
    rows: tuple[Row, ...]

    @property
    def data_id(self) -> str:
        return f"{self.id}-data"


Block = Heading | Paragraph | Stamp | Bullets | Figures | Table | Picture
KINDS: Mapping[str, type[Any]] = {
    one.kind: one
    for one in (Heading, Paragraph, Stamp, Bullets, Figures, Table, Picture)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """`dated` is the day of the figures; `language` is `sv` or `en`. On paper it `fits`
    on one page (`page`) or on half of one (`half`), its text as small as that takes."""

    title: str
    subtitle: str
    author: str
    language: str
    dated: date
    blocks: tuple[Block, ...]
    fits: str = ""


def as_json(document: Document) -> dict[str, Any]:
    """The document as JSON can hold it; `from_json` gives the same document back."""
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "author": document.author,
        "language": document.language,
        "dated": document.dated.isoformat(),
        "fits": document.fits,
        "blocks": [{"kind": one.kind, **asdict(one)} for one in document.blocks],
    }


def from_json(told: Mapping[str, Any]) -> Document:
    """Raises KeyError for a kind of block that does not exist."""
    return Document(
        title=told["title"],
        subtitle=told["subtitle"],
        author=told["author"],
        language=told["language"],
        dated=date.fromisoformat(told["dated"]),
        fits=told.get("fits", ""),  # what was kept before does not say
        blocks=tuple(_block(one) for one in told["blocks"]),
    )


def _block(told: Mapping[str, Any]) -> Block:
    kind = KINDS[told["kind"]]
    values = {one.name: _whole(told[one.name]) for one in fields(kind)}
    if kind is Figures:
        values["figures"] = tuple(Figure(**one) for one in values["figures"])
    made: Block = kind(**values)
    return made


def _whole(value: Any) -> Any:
    """JSON's lists are the tuples they were."""
    return tuple(_whole(part) for part in value) if isinstance(value, list) else value
