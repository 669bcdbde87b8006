# SPDX-License-Identifier: EUPL-1.2
"""The one door to XML: streamed, in bounded memory, deaf to everything but elements.

A document type declaration is where every entity attack begins, so none is let in, not
even a harmless one. The prolog is read here before the parser sees a character of it.
What is left to refuse: XInclude, nesting deeper than the parser's 256 levels, one
element larger than a window, and encodings in which markup can be hidden (UTF-7).
Sources: OWASP XML External Entity Prevention; XML 1.0 section 2.8 and appendix F.
"""

import codecs
import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import IO, Literal

from lxml import etree  # noqa: TID251 - this module is the door the rule points to

from gemensam.formats.issues import Issue, IssueKind, Severity, mark

Element = etree._Element  # noqa: SLF001 - lxml has no public name for its element

HOSTILE = IssueKind(
    "xml.hostile",
    Severity.ERROR,
    mark("The XML holds {found}, which is a known way to attack the reader."),
    mark(
        "Nothing was read. Ask the sender how the file was made and have it exported "
        "again without {found}."
    ),
)
TOO_DEEP = IssueKind(
    "xml.too-deep",
    Severity.ERROR,
    mark("The XML is nested more than {levels} levels deep."),
    mark("Nothing real is nested like that. Ask the sender how the file was made."),
)
TOO_LARGE = IssueKind(
    "xml.too-large",
    Severity.ERROR,
    mark("One single element of the XML is larger than {mebibytes} MiB."),
    mark("Split the export into smaller parts, for example one file a year."),
)
ENCODING = IssueKind(
    "xml.encoding",
    Severity.ERROR,
    mark("The XML says it is written in {encoding}, which is not accepted."),
    mark("Export the file again in UTF-8."),
)
MALFORMED = IssueKind(
    "xml.malformed",
    Severity.ERROR,
    mark("The XML is broken here ({detail})."),
    mark("The file may have been cut off on its way. Fetch or export it again."),
)

CHUNK = 1 << 18
PARSER_LEVELS = 256
_PROLOG_LIMIT = 1 << 20
_XINCLUDE = "{http://www.w3.org/2001/XInclude}"
_DECLARATION = re.compile(
    r"""<\?xml\s+version\s*=\s*["'][^"'<>]*["']"""
    r"""(?:\s+encoding\s*=\s*["']([^"'<>]*)["'])?[^<>]*\?>"""
)
_LINE_NUMBER = re.compile(r" line \d+")
_ACCEPTED = frozenset({"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252"})
_SKIPPABLE = re.compile(r"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_DOCTYPE_WORDS = re.compile(
    r"<!DOCTYPE|<!ENTITY(?:\s+%)?|\bSYSTEM\b|\bPUBLIC\b", re.IGNORECASE
)


class UnreadableXml(ValueError):
    """XML that was not read to its end; `issue` says why in words for a person."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message())
        self.issue = issue


class HostileXml(UnreadableXml):
    """XML built to harm whoever reads it, or built so that nobody could tell.

    `found` names it: "DOCTYPE", "DOCTYPE ENTITY SYSTEM", "XInclude", "depth", "size",
    or the name of an encoding.
    """

    def __init__(self, found: str, issue: Issue) -> None:
        super().__init__(issue)
        self.found = found


class MalformedXml(UnreadableXml):
    """Not well-formed; `issue.line` is where the parser gave up."""


class ElementStream:
    """Text in, finished elements of the wanted names out, in whatever namespace.

    Each element is handed over once, whole, and is emptied as soon as the next one is
    asked for, together with everything before it under the same parent: look at
    earlier siblings first if they matter. `window` bounds the characters between two
    elements, and so the memory.
    """

    def __init__(self, *names: str, window: int = 1 << 26) -> None:
        wanted = [f"{{*}}{name}" for name in names] + [f"{_XINCLUDE}*"]
        self._parser = _parser("end", wanted)
        self._prolog = _Prolog()
        self._window = window
        self._since = 0
        self._before = ""
        self._lines = 1

    def feed(self, text: str) -> Iterator[Element]:
        """The elements that `text` finishes.

        Raises HostileXml and MalformedXml, after the elements before the trouble.
        """
        text = self._prolog.admit(text)
        if not text:
            return
        self._since += len(text)
        self._lines += text.count("\n")
        trouble: UnreadableXml | None = None
        try:
            self._parser.feed(text)
        except etree.XMLSyntaxError as error:
            trouble = _explained(error, self._before + text)
        yield from self._finished()
        if trouble is not None:
            raise trouble
        if self._since > self._window:
            raise _too_large(self._window)
        self._before = (self._before + text)[-16:]

    def close(self) -> Element:
        """The root, of which only the last part is left. Raises MalformedXml."""
        self._prolog.close()
        try:
            root = self._parser.close()
        except etree.XMLSyntaxError as error:
            trouble = _explained(error, "")
            if (error.lineno or 0) < self._lines:  # told late, of something far above
                trouble.issue = replace(trouble.issue, line=None)
            raise trouble from None
        assert isinstance(root, Element)
        return root

    def _finished(self) -> Iterator[Element]:
        for element in _events(self._parser):
            if element.tag.startswith(_XINCLUDE):
                raise _hostile("XInclude", line_of(element))
            yield element
            self._since = 0
            element.clear(keep_tail=True)  # type: ignore[call-arg]
            parent = element.getparent()
            # Only what comes before may go: the parser still holds on to the rest.
            while parent is not None and element.getprevious() is not None:
                del parent[0]


def elements(
    source: IO[bytes], *names: str, window: int = 1 << 26
) -> Iterator[Element]:
    """Every element with one of the local `names`, each emptied when the next is taken.

    Raises HostileXml and MalformedXml.
    """
    stream = ElementStream(*names, window=window)
    for text in text_of(source):
        yield from stream.feed(text)
    stream.close()


def document(source: IO[bytes], *, limit: int = 1 << 25) -> Element:
    """The root of a small document, whole. Raises HostileXml and MalformedXml."""
    stream = ElementStream(window=limit)
    for text in text_of(source):
        deque(stream.feed(text), maxlen=0)
    return stream.close()


def root_name(text: str) -> tuple[str, str] | None:
    """Namespace and local name of the root in the beginning of a document.

    None when the text ends before its root begins, or is no XML. Raises HostileXml.
    """
    parser = _parser("start")
    with suppress(etree.XMLSyntaxError, MalformedXml):
        parser.feed(_Prolog().admit(text))
    for element in _events(parser):
        name = etree.QName(element)
        return name.namespace or "", name.localname
    return None


def line_of(element: Element) -> int | None:
    """The line on which the element begins."""
    line: int | None = element.sourceline  # type: ignore[assignment]
    return line


def encoding_of(head: bytes) -> str:
    """Python's name of the encoding, by the first bytes. Raises HostileXml."""
    return _encoding(head)[0]


def text_of(source: IO[bytes]) -> Iterator[str]:
    """The decoded text after the XML declaration, in chunks.

    The encoding is what the byte order mark says, else the declaration, else UTF-8.
    Raises HostileXml for an encoding outside a short list, MalformedXml for bytes that
    are not in the encoding.
    """
    head = source.read(CHUNK)
    codec, skip = _encoding(head)
    decoder = codecs.getincrementaldecoder(codec)()
    lines = 1
    data = head[skip:]
    first = True
    while data:
        text = _decoded(decoder, data, lines)
        if first:
            text, first = _without_declaration(text), False
        lines += text.count("\n")
        yield text
        data = source.read(CHUNK)
    _decoded(decoder, b"", lines, final=True)


def escaped(text: str) -> str:
    """`text` fit to stand in an attribute in double quotes, or between tags.

    Tabs and line ends survive as character references; characters that XML 1.0 has no
    place for (most controls, lone surrogates) become U+FFFD.
    """
    if not _SPECIAL.search(text):
        return text
    return _SPECIAL.sub(lambda found: _ESCAPES.get(found[0], "\ufffd"), text)


_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\t": "&#9;",
    "\n": "&#10;",
    "\r": "&#13;",
}
_SPECIAL = re.compile('[&<>"\x00-\x1f\ud800-\udfff\ufffe\uffff]')


def _parser(
    event: Literal["start", "end"], wanted: list[str] | None = None
) -> etree.XMLPullParser:
    return etree.XMLPullParser(
        events=(event,),
        tag=wanted,
        # Not False: libxml2 then drops an undeclared entity in silence and takes what
        # follows for a new document. No declaration ever gets this far, see _Prolog.
        resolve_entities="internal",  # type: ignore[arg-type]
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=True,
    )


def _events(parser: etree.XMLPullParser) -> Iterator[Element]:
    for _, element in parser.read_events():
        assert isinstance(element, Element)
        yield element


class _Prolog:
    """Holds text back until the root begins, and lets no document type through."""

    def __init__(self) -> None:
        self._held = ""
        self._passed = False

    def admit(self, text: str) -> str:
        if self._passed:
            return text
        self._held += text
        at = 0
        while found := _SKIPPABLE.match(self._held, at):
            at = found.end()
        rest = self._held[at : at + 9].upper()
        if rest == "<!DOCTYPE":
            raise _hostile(
                _doctype_words(self._held[at : at + 4096]),
                self._held.count("\n", 0, at) + 1,
            )
        if not _undecided(rest):
            self._passed = True
            return self._held
        if len(self._held) > _PROLOG_LIMIT:
            raise _too_large(_PROLOG_LIMIT)
        return ""

    def close(self) -> None:
        if not self._passed:
            raise _malformed("no element", self._held.count("\n") + 1)


def _undecided(rest: str) -> bool:
    """Whether the text so far may still become a comment, a PI or a DOCTYPE."""
    begun = "<!DOCTYPE".startswith(rest) or "<!--".startswith(rest)
    return begun or rest.startswith(("<?", "<!--"))


def _doctype_words(text: str) -> str:
    words = (word.lstrip("<!").upper() for word in _DOCTYPE_WORDS.findall(text))
    return " ".join(dict.fromkeys(" ".join(word.split()) for word in words))


def _encoding(head: bytes) -> tuple[str, int]:
    """Python's name of the encoding and how long the byte order mark is."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise _bad_encoding("UTF-32")
    for mark_bytes, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if head.startswith(mark_bytes):
            return codec, len(mark_bytes)
    for beginning, codec in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if head.startswith(beginning):
            return codec, 0
    declared = _DECLARATION.match(head[:1024].decode("latin-1"))
    name = (declared and declared[1]) or "utf-8"
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        codec = ""
    if codec not in _ACCEPTED:
        raise _bad_encoding(name)
    return codec, 0


def _decoded(
    decoder: codecs.IncrementalDecoder, data: bytes, line: int, *, final: bool = False
) -> str:
    try:
        return decoder.decode(data, final)
    except UnicodeDecodeError as error:
        before = data[: error.start].count(b"\n")
        raise _malformed(f"not {error.encoding}", line + before) from None


def _without_declaration(text: str) -> str:
    """The line ends of the declaration stay, so that line numbers do."""
    declared = _DECLARATION.match(text)
    if declared is None:
        return text
    return "\n" * declared[0].count("\n") + text[declared.end() :]


def _explained(error: etree.XMLSyntaxError, seen: str) -> UnreadableXml:
    line = error.lineno or None
    # Cut off as it may be: past the prolog nothing else begins like that.
    if "<!D" in seen or "<!E" in seen:
        return _hostile("DOCTYPE", line)
    code: int = error.code  # type: ignore[attr-defined]
    if code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        if "depth" in str(error):
            values: dict[str, object] = {"levels": PARSER_LEVELS}
            return HostileXml("depth", Issue(TOO_DEEP, line, values=values))
        return _too_large(10 << 20, line)
    # The parser's own line numbers would be wrong where parts of a file are skipped.
    detail = _LINE_NUMBER.sub("", str(error.msg).split(", line ")[0])
    return _malformed(detail, line)


def _hostile(found: str, line: int | None) -> HostileXml:
    return HostileXml(found, Issue(HOSTILE, line, values={"found": found}))


def _too_large(limit: int, line: int | None = None) -> HostileXml:
    return HostileXml("size", Issue(TOO_LARGE, line, values={"mebibytes": limit >> 20}))


def _bad_encoding(name: str) -> HostileXml:
    return HostileXml(name, Issue(ENCODING, 1, values={"encoding": name[:40]}))


def _malformed(detail: str, line: int | None) -> MalformedXml:
    return MalformedXml(Issue(MALFORMED, line, values={"detail": detail}))
