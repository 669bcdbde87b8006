# SPDX-License-Identifier: EUPL-1.2
"""Plain text of what was written as HTML."""

import re
from html.parser import HTMLParser

_MARKUP = re.compile(r"<[a-zA-Z/!]|&[#a-zA-Z]")
_GAPS = re.compile(r"\s+")
_SILENT = ("script", "style", "head", "title")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self._silent += tag in _SILENT
        self.said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))
        self.said.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data)


def plain(text: str) -> str:
    """`text` on one line, without tags, entities as the letters they stand for."""
    if _MARKUP.search(text):
        parser = _Text()
        parser.feed(text)
        parser.close()
        text = "".join(parser.said)
    return _GAPS.sub(" ", text.replace("\0", "")).strip()
