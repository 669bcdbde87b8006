# SPDX-License-Identifier: EUPL-1.2
"""Which column of a file is which of ours, in a form that can be remembered.

Columns are known by their headers, so that a layout holds whatever the order is. A
header that stands several times, or is empty, gets a number: "text", "text#2".
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from gemensam.formats.tables.headers import normalised

KEPT = 20  # layouts remembered of one source, the newest first


@dataclass(frozen=True, slots=True)
class Layout:
    """Names of ours → places in the file, 0 for the first column."""

    places: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        return self.places[name]

    def get(self, name: str) -> int | None:
        return self.places.get(name)


def keys_of(headers: Sequence[str]) -> list[str]:
    """One key for each header, none of them twice."""
    seen: Counter[str] = Counter()
    keys = []
    for header in headers:
        key = normalised(header)
        seen[key] += 1
        keys.append(key if seen[key] == 1 and key else f"{key}#{seen[key]}")
    return keys


def signature(headers: Sequence[str]) -> str:
    """The same for the same headers in any order."""
    said = "\n".join(sorted(keys_of(headers)))
    return blake2b(said.encode(), digest_size=8).hexdigest()


def remembered(
    headers: Sequence[str], mapping: Mapping[str, Any]
) -> tuple[Layout, bool] | None:
    """The layout that was remembered for such headers, and whether they are the very
    same. Else the newest one all of whose columns are among them. None: there is none.
    """
    places = {key: at for at, key in enumerate(keys_of(headers))}
    layouts = list(_layouts(mapping))
    for mark, columns in layouts:
        if mark == signature(headers):
            return Layout(_placed(columns, places)), True
    for _mark, columns in layouts:
        if columns and all(key in places for key in columns.values()):
            return Layout(_placed(columns, places)), False
    return None


def remember(
    headers: Sequence[str], layout: Layout, mapping: Mapping[str, Any]
) -> dict[str, Any]:
    """The mapping with this layout as the newest; nothing in it is about any row."""
    keys, own = keys_of(headers), signature(headers)
    columns = {name: keys[at] for name, at in sorted(layout.places.items())}
    others = [
        {"signature": mark, "columns": dict(known)}
        for mark, known in _layouts(mapping)
        if mark != own
    ]
    newest = {"signature": own, "columns": columns}
    return {**mapping, "layouts": [newest, *others][:KEPT]}


def _layouts(mapping: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, str]]]:
    for layout in mapping.get("layouts", ()):
        yield layout["signature"], layout["columns"]


def _placed(columns: Mapping[str, str], places: Mapping[str, int]) -> dict[str, int]:
    return {name: places[key] for name, key in columns.items() if key in places}
