# SPDX-License-Identifier: EUPL-1.2
"""X1 and items 57: every known way to attack an XML reader is refused by name."""

import codecs
import io
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import assume, given, strategies as st

from gemensam.formats.safe_xml import (
    PARSER_LEVELS,
    ElementStream,
    HostileXml,
    MalformedXml,
    document,
    elements,
    encoding_of,
    escaped,
    line_of,
    root_name,
    text_of,
)


def read(data: bytes, *names: str, window: int = 1 << 26) -> list[str]:
    source = io.BytesIO(data)
    return [item.get("v", "") for item in elements(source, *names, window=window)]


def laughs(levels: int = 10) -> str:
    entities = '<!ENTITY a0 "lol">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels)
    )
    return f"<!DOCTYPE log [{entities}]><log>&a{levels - 1};</log>"


ATTACKS = {
    "billion laughs": (laughs(), "DOCTYPE ENTITY"),
    "quadratic blow-up": (
        f'<!DOCTYPE log [<!ENTITY a "{"x" * 50_000}">]><log>{"&a;" * 50_000}</log>',
        "DOCTYPE ENTITY",
    ),
    "external entity": (
        '<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]><log>&x;</log>',
        "DOCTYPE ENTITY SYSTEM",
    ),
    "parameter entity": (
        '<!DOCTYPE log [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd"> %p;]><log/>',
        "DOCTYPE ENTITY % SYSTEM",
    ),
    "external DTD": (
        '<!DOCTYPE log SYSTEM "http://127.0.0.1:1/log.dtd"><log/>',
        "DOCTYPE SYSTEM",
    ),
    "public DTD": (
        '<!DOCTYPE log PUBLIC "-//X//EN" "http://127.0.0.1:1/x"><log/>',
        "DOCTYPE PUBLIC",
    ),
    "nested DTD (CVE-2026-4224)": (
        f"<!DOCTYPE log [<!ELEMENT log {'(' * 20_000}log{')' * 20_000}>]><log/>",
        "DOCTYPE",
    ),
    "harmless DTD": ("<!DOCTYPE log><log/>", "DOCTYPE"),
    "lower case": ("<!doctype log><log/>", "DOCTYPE"),
    "behind comments": (
        "<!-- a --><?b c?>\n<!-- <log> --><!DOCTYPE log><log/>",
        "DOCTYPE",
    ),
    "in the content": ('<log><!DOCTYPE x [<!ENTITY a "b">]>&a;</log>', "DOCTYPE"),
    "after the root": ("<log/><!DOCTYPE log>", "DOCTYPE"),
    "XInclude": (
        """<log xmlns:i="http://www.w3.org/2001/XInclude">
        <i:include href="file:///etc/passwd" parse="text"/></log>""",
        "XInclude",
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_x1_attacks_are_refused_in_every_encoding(name, encoding):
    text, found = ATTACKS[name]
    with pytest.raises(HostileXml) as caught:
        read(text.encode(encoding), "log")
    assert caught.value.found == found
    assert found in str(caught.value)


@pytest.mark.parametrize("name", ATTACKS)
def test_x1_attacks_are_refused_quickly_and_byte_by_byte(name):
    """However the text is cut, nothing slips through between two pieces."""
    text, found = ATTACKS[name]
    if len(text) > 5000:
        text = text[:5000]
    stream = ElementStream("log")
    started = time.process_time()
    with pytest.raises(HostileXml) as caught:
        list(chain.from_iterable(map(stream.feed, text)))
    assert caught.value.found.split()[0] == found.split()[0]
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b'<?xml version="1.0" encoding="UTF-7"?><log/>', "UTF-7"),
        (b"<?xml version='1.0' encoding = 'utf-32'?><log/>", "utf-32"),
        (b'<?xml version="1.0" encoding="EBCDIC-CP-US"?><log/>', "EBCDIC-CP-US"),
        (b'<?xml version="1.0" encoding="UTF-16"?><log/>', "UTF-16"),
        (b'<?xml version="1.0" encoding="utf\0-8"?><log/>', "utf\0-8"),
        (b'<?xml version="1.0" encoding="klingon"?><log/>', "klingon"),
        ("\ufeff<log/>".encode("utf-32-le"), "UTF-32"),
        ("\ufeff<log/>".encode("utf-32-be"), "UTF-32"),
    ],
)
def test_x1_encodings_that_hide_markup_are_refused(data, found):
    with pytest.raises(HostileXml) as caught:
        read(data, "log")
    assert caught.value.found == found


def test_x1_utf_7_markup_without_declaration_is_no_xml():
    with pytest.raises(MalformedXml):
        read(b"+ADwAIQ-DOCTYPE log+AD4-+ADw-log/+AD4-", "log")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_honest_text_is_read_in_every_encoding(encoding):
    assert read('<log v="Åsa Öberg €"/>'.encode(encoding), "log") == ["Åsa Öberg €"]


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("ISO-8859-1", "latin-1"),
        ("windows-1252", "cp1252"),
        ("iso-8859-15", "iso-8859-15"),
    ],
)
def test_declared_encodings_are_believed(declared, codec):
    data = f'<?xml version="1.0" encoding="{declared}"?><log v="Å"/>'.encode(codec)
    assert read(data, "log") == ["Å"]
    assert encoding_of(data) == codecs.lookup(codec).name


def test_bytes_that_are_not_in_the_encoding_are_told_with_their_line():
    with pytest.raises(MalformedXml) as caught:
        read(b"<log>\n\n<a v='\xe5'/></log>", "a")
    assert (caught.value.issue.line, caught.value.issue.values) == (
        3,
        {"detail": "not utf-8"},
    )


def test_a_letter_cut_off_at_the_end_is_told():
    with pytest.raises(MalformedXml):
        list(text_of(io.BytesIO(b"<log/>\xc3")))


@pytest.mark.parametrize("depth", [PARSER_LEVELS, 10_000, 1_000_000])
def test_x3_deep_nesting_is_refused(depth):
    with pytest.raises(HostileXml) as caught:
        read(b"<a>" * depth + b"<log/>" + b"</a>" * depth, "log")
    assert caught.value.found == "depth"
    assert caught.value.issue.values == {"levels": PARSER_LEVELS}


def test_nesting_just_within_the_limit_is_read():
    depth = PARSER_LEVELS - 2
    assert read(b"<a>" * depth + b"<log v='x'/>" + b"</a>" * depth, "log") == ["x"]


@pytest.mark.parametrize("part", ["<log>{}</log>", "<log v='{}'/>"])
def test_one_enormous_text_is_refused(part):
    with pytest.raises(HostileXml) as caught:
        read(part.format("x" * 11_000_000).encode(), "log")
    assert caught.value.found == "size"


def test_an_element_larger_than_the_window_is_refused():
    data = b"<log>" + b"<a/>" * 200_000 + b"</log>"
    with pytest.raises(HostileXml) as caught:
        read(data, "log", window=1 << 19)
    assert caught.value.found == "size"
    assert read(data, "log", window=1 << 20) == [""]


def test_an_endless_prolog_is_refused():
    with pytest.raises(HostileXml) as caught:
        read(b"<!--" + b"x" * 2_000_000 + b"--><log/>", "log")
    assert caught.value.found == "size"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", 1),
        (b"   \n ", 2),
        (b"<!-- never closed", 1),
        (b"<", 1),
        (b"<?pi", 1),
        (b"<!", 1),
        (b"plain text", 1),
        (b"<![CDATA[x]]>", 1),
        (b"<log>", 1),
        (b"<log>\n<a>\n</log>", 3),
        (b"<log/><log/>", 1),
        (b"<log>&undeclared;</log>", 1),
        (b"<log>\n\n&undeclared;<a/></log>", 3),
        (b"<log v='&undeclared;'/>", 1),
        (b"<log>\x01</log>", 1),
        (b"<log>&#1;</log>", 1),
        (b"<log v='1' v='2'/>", 1),
        (b"<x:log/>", 1),
        (b" <?xml version='1.0'?><log/>", 1),
    ],
)
def test_broken_xml_is_told_with_its_line(data, line):
    with pytest.raises(MalformedXml) as caught:
        read(data, "log")
    assert caught.value.issue.line == line


def test_attacks_are_told_with_their_line():
    for text, line in (
        ("<!-- a\n\n --><?b\n?>\n<!DOCTYPE log><log/>", 5),
        ("<log>\n<!DOCTYPE log></log>", 2),
        ("<log xmlns:i='http://www.w3.org/2001/XInclude'>\n\n<i:include/></log>", 3),
    ):
        with pytest.raises(HostileXml) as caught:
            read(text.encode(), "log")
        assert caught.value.issue.line == line


def test_lines_count_from_the_top_of_the_file():
    data = b'<?xml\nversion="1.0"?>\n<log>\n<a/>\n\n<a/></log>'
    assert [line_of(each) for each in elements(io.BytesIO(data), "a")] == [4, 6]


def test_elements_before_the_trouble_are_handed_over():
    found: list[str | None] = []
    with pytest.raises(MalformedXml):
        found.extend(
            item.get("v")
            for item in elements(io.BytesIO(b"<l><a v='1'/><a v='2'/><"), "a")
        )
    assert found == ["1", "2"]


def test_names_match_in_any_namespace():
    data = b"<l xmlns:x='urn:x'><a v='1'/><x:a v='2'/><a xmlns='urn:y' v='3'/><b v='4'/></l>"
    assert read(data, "a") == ["1", "2", "3"]


def test_earlier_siblings_can_be_looked_at_once():
    data = b"<l><t>1</t><a/><t>2</t><t>3</t><a/></l>"
    seen = [
        [before.tag for before in item.itersiblings(preceding=True)]
        for item in elements(io.BytesIO(data), "a")
    ]
    assert seen == [["t"], ["t", "t", "a"]]


def test_a_document_is_read_whole():
    root = document(io.BytesIO(b"<l><a><b v='1'/></a><a/></l>"))
    assert [child.tag for child in root.iter()] == ["l", "a", "b", "a"]


def test_a_document_beyond_its_limit_is_refused():
    with pytest.raises(HostileXml):
        document(io.BytesIO(b"<l>" + b"<a/>" * 1000 + b"</l>"), limit=1000)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<log>", ("", "log")),
        ("<!-- x --><log xmlns='urn:x' a='1'><b/>", ("urn:x", "log")),
        ("<x:log xmlns:x='urn:x'>", ("urn:x", "log")),
        ("<log><broken", ("", "log")),
        ("<log a=", None),
        ("text", None),
        ("<!-- ", None),
        ("", None),
    ],
)
def test_the_root_is_known_from_the_beginning(text, name):
    assert root_name(text) == name


def test_a_hostile_beginning_has_no_root():
    with pytest.raises(HostileXml):
        root_name("<!DOCTYPE log><log/>")


@given(st.text())
def test_escaped_text_comes_back(text):
    data = f'<log v="{escaped(text)}"/>'.encode()
    kept = "".join(
        letter
        if letter in "\t\n\r" or (letter >= " " and letter not in "\ufffe\uffff")
        else "\ufffd"
        for letter in text
    )
    assert read(data, "log") == [kept]


@given(st.binary(max_size=200))
def test_any_bytes_end_in_one_of_three_ways(data):
    with suppress(HostileXml, MalformedXml):
        read(data, "log")


@given(st.sampled_from(sorted(ATTACKS)), st.data())
def test_damaged_attacks_never_get_out(name, data):
    text = ATTACKS[name][0][:2000]
    at = data.draw(st.integers(0, len(text)))
    damaged = (text[:at] + "�" + text[at:]).encode()
    cut = damaged[: data.draw(st.integers(0, 1500))]
    assume(cut != b"<log/>")  # the attack comes after it, and is cut away
    with pytest.raises((HostileXml, MalformedXml)):
        read(cut, "log")


MEMORY = """
import io, re, sys
sys.path[:0] = sys.argv[1:2]
from gemensam.formats.safe_xml import elements

class Endless(io.RawIOBase):
    left = int(sys.argv[2])
    def read(self, size):
        if not self.left:
            return b""
        self.left -= 1
        return (b"<log>" if self.left == int(sys.argv[2]) - 1 else b"") + (
            b"</log>" if not self.left else b'<junk/><a v="1"><b>text</b></a>' * 8000)

count = sum(1 for _ in elements(Endless(), "a"))
# Not getrusage, which tells the peak of the parent where that is higher.
with open("/proc/self/status") as status:
    print(count, re.search(r"VmHWM:\\s+(\\d+) kB", status.read())[1])
"""


def test_x2_memory_does_not_grow_with_the_file():
    def run(chunks: int) -> Iterator[int]:
        source = str(Path(__file__).parents[2] / "src")
        command = [sys.executable, "-c", MEMORY, source, str(chunks)]
        result = subprocess.run(command, capture_output=True, text=True, check=True)
        return map(int, result.stdout.split())

    few, small = run(5)
    many, large = run(100)
    assert (few, many) == (4 * 8000, 99 * 8000)
    assert large < small * 1.2
