# SPDX-License-Identifier: EUPL-1.2
"""The fields of a line that is not well-formed, letter by letter.

What is repaired, each with a flaw that names it: a text that ends in a backslash, a
quotation mark inside a field, non-breaking spaces between fields, a voucher's brace at
the end of a record. What cannot be repaired is read as far as it goes.
"""

from gemensam.formats.issues import IssueKind
from gemensam.formats.sie.kinds import form

BLANKS = " \t"
SEPARATORS = BLANKS + "{}"
HARD_SPACES = "\u00a0\u202f"


class Braces(tuple[str, ...]):
    """The fields between { and }."""

    __slots__ = ()


Field = str | Braces
Outcome = tuple[list[Field], tuple[IssueKind, ...], bool, bool]


def fields_and_flaws(rest: str) -> Outcome:
    """Fields, flaws, whether a voucher's block opens and whether it closes at the end.

    A backslash before a quotation mark is first read as the standard's escape; if the
    line then comes out wrong, as the last letter of a text.
    """
    escaped = _Scanner(rest, escapes=True)
    escaped.run()
    if escaped.broken_quotes and '\\"' in rest:
        literal = _Scanner(rest, escapes=False)
        literal.run()
        if not literal.broken_quotes:
            literal.flaw(form.BACKSLASH_QUOTE)
            return literal.outcome()
    return escaped.outcome()


class _Scanner:
    def __init__(self, rest: str, *, escapes: bool) -> None:
        self.rest = _plain_separators(rest)
        self.at = 0
        self.escapes = escapes
        self.fields: list[Field] = []
        self.flaws: dict[IssueKind, None] = {}
        self.broken_quotes = False
        self.opens = self.closes = False
        if self.rest != rest:
            self.flaw(form.NBSP_SEPARATOR)

    def flaw(self, kind: IssueKind) -> None:
        self.flaws[kind] = None

    def outcome(self) -> Outcome:
        return self.fields, tuple(self.flaws), self.opens, self.closes

    def run(self) -> None:
        while self._skip_blanks():
            letter = self.rest[self.at]
            if letter == "{":
                self.at += 1
                self._list()
            elif letter == "}":
                self.at += 1
                self._close()
            else:
                self.fields.append(self._field())

    def _skip_blanks(self) -> bool:
        rest = self.rest
        while self.at < len(rest) and rest[self.at] in BLANKS:
            self.at += 1
        return self.at < len(rest)

    def _close(self) -> None:
        if self._skip_blanks():
            self.flaw(form.STRAY_BRACE)
        else:
            self.closes = True

    def _list(self) -> None:
        elements: list[str] = []
        if not self._skip_blanks():
            self.opens = True
            return
        while self._skip_blanks():
            letter = self.rest[self.at]
            if letter == "}":
                self.at += 1
                self.fields.append(Braces(elements))
                return
            if letter == "{":
                self.flaw(form.NESTED_LIST)
                self.at += 1
            else:
                elements.append(self._field())
        self.flaw(form.UNCLOSED_LIST)
        self.fields.append(Braces(elements))

    def _field(self) -> str:
        if self.rest[self.at] == '"':
            self.at += 1
            return self._quoted()
        return self._bare()

    def _quoted(self) -> str:
        """The text up to the quotation mark that closes it, which is passed.

        A mark with something other than a separator after it cannot close: it is part of
        the text, whatever the writer meant by it.
        """
        letters: list[str] = []
        rest = self.rest
        while self.at < len(rest):
            letter, following = rest[self.at], rest[self.at + 1 : self.at + 2]
            self.at += 1
            if letter == '"':
                if not following or following in SEPARATORS:
                    return "".join(letters)
                self._broken(form.STRAY_QUOTE)
            elif self.escapes and letter == "\\" and following == '"':
                letter = '"'
                self.at += 1
            elif letter == "\t":
                self.flaw(form.CONTROL_CHARACTER)
                letter = " "
            letters.append(letter)
        self._broken(form.UNCLOSED_QUOTE)
        return "".join(letters)

    def _bare(self) -> str:
        start = self.at
        while self.at < len(self.rest) and self.rest[self.at] not in SEPARATORS:
            self.at += 1
        text = self.rest[start : self.at]
        if '"' not in text:
            return text
        if '"' in text.replace('\\"', ""):
            self._broken(form.STRAY_QUOTE)
        return text.replace('\\"', '"') if self.escapes else text

    def _broken(self, kind: IssueKind) -> None:
        self.broken_quotes = True
        self.flaw(kind)


def _plain_separators(rest: str) -> str:
    """Hard spaces become blanks, except between digits, where they group thousands."""
    if not any(space in rest for space in HARD_SPACES):
        return rest
    letters = list(rest)
    quoted = False
    for at, letter in enumerate(rest):
        if letter == '"' and rest[at - 1 : at] != "\\":
            quoted = not quoted
        elif letter in HARD_SPACES and not quoted:
            between = rest[at - 1 : at] + rest[at + 1 : at + 2]
            if len(between) < 2 or not (between.isascii() and between.isdigit()):
                letters[at] = " "
    return "".join(letters)
