# SPDX-License-Identifier: EUPL-1.2
"""Which character set is chosen, on which evidence, and what is said about it."""

import pytest
from hypothesis import given, strategies as st
from tests.formats.sie.samples import (
    HEAD,
    VOUCHER,
    codes,
    export,
    issue_of,
    load,
    transfer,
    without_letters,
)

from gemensam.formats.issues import IssueLog
from gemensam.formats.sie import Basis, SieFile, UnknownEncoding
from gemensam.formats.sie.blocks import BLOCK
from gemensam.formats.sie.decoding import Decoder
from gemensam.formats.sie.encoding import BOM, Choice, choose
from gemensam.formats.sie.records import CompanyName, Prose


def name(found: SieFile) -> str:
    (company,) = found.of(CompanyName)
    return company.name


def chosen(found: SieFile) -> tuple[str, Basis]:
    return found.facts.encoding.encoding, found.facts.encoding.basis


@pytest.mark.parametrize(
    ("encoding", "expected", "basis", "remarks"),
    [
        ("cp437", "cp437", Basis.LETTERS, []),
        ("cp1252", "cp1252", Basis.LETTERS, ["sie.encoding-not-pc8"]),
        ("latin-1", "cp1252", Basis.LETTERS, ["sie.encoding-not-pc8"]),
        ("utf-8", "utf-8", Basis.VALID_UTF8, ["sie.encoding-not-pc8"]),
        ("utf-8-sig", "utf-8", Basis.BYTE_ORDER_MARK, ["sie.encoding-not-pc8"]),
    ],
)
def test_the_bytes_decide_whatever_format_says(
    encoding: str, expected: str, basis: Basis, remarks: list[str]
):
    found = load(export(encoding=encoding))
    assert name(found) == "Övningskommunen"
    assert chosen(found) == (expected, basis)
    assert codes(found) == remarks


def test_ascii_alone_is_the_standards():
    found = load(without_letters(HEAD + VOUCHER).encode())
    assert chosen(found) == ("cp437", Basis.ASCII)
    assert not found.facts.encoding.is_ambiguous


def test_a_byte_order_mark_before_ascii_is_not_text():
    data = BOM + without_letters(HEAD + VOUCHER).encode()
    assert chosen(load(data)) == ("utf-8", Basis.BYTE_ORDER_MARK)
    assert codes(load(data)) == ["sie.encoding-not-pc8"]


def test_what_was_asked_for_holds_and_is_not_remarked_on():
    found = load(export(encoding="cp1252"), encoding="CP1252")
    assert chosen(found) == ("cp1252", Basis.ASKED)
    assert (name(found), codes(found)) == ("Övningskommunen", [])
    assert name(load(export(encoding="cp1252"), encoding="cp437")) == "╓vningskommunen"
    assert name(load(BOM + export(encoding="cp437"), encoding="cp437"))[0] == "Ö"


def test_an_encoding_that_is_not_offered():
    with pytest.raises(UnknownEncoding, match="“utf-16” is not one of cp437, cp850"):
        load(export(), encoding="utf-16")


def test_letters_that_speak_both_ways_are_asked_about_with_a_sample():
    data = transfer(encoding="latin-1").replace(b"\xd6vningskommunen", b"L\x94ner")
    issue = issue_of(load(data), "sie.encoding-ambiguous")
    assert issue.message() == (
        "The letters can be read as “L”ner” (cp1252) or “Löner” (cp437)."
    )
    assert codes(load(data, encoding="cp1252")) == []


def test_letters_that_say_nothing_are_asked_about():
    data = without_letters(HEAD + VOUCHER).encode()
    found = load(data.replace(b"Kassa", b"\xf8"))
    assert chosen(found) == ("cp437", Basis.STANDARD)
    assert issue_of(found, "sie.encoding-ambiguous").values["chosen"] == "°"
    assert issue_of(found, "sie.encoding-ambiguous").values["other"] == "ø"


def test_a_few_strangers_among_many_letters_are_mentioned():
    data = export(VOUCHER.replace("Kontantköp", "öööööö")).replace(b"Kassa", b"\xf6")
    issue = issue_of(load(data), "sie.encoding-mixed")
    assert issue.values == {"encoding": "cp437", "for_it": 10, "against": 1}


def test_evidence_from_later_in_the_file_is_counted():
    """The first block decides, but what speaks against it later is heard."""
    filler = "#PROSA fyllnad\n" * (BLOCK // 15 + 1)
    data = export().replace(
        b"#RAR 0", filler.encode() + b"#PROSA \xe5\xe4\xf6\n" * 9 + b"#RAR 0"
    )
    found = load(data)
    assert found.facts.encoding.as_cp437 == 5
    assert found.facts.encoding.as_cp1252 == 27
    assert issue_of(found, "sie.encoding-ambiguous").values["encoding"] == "cp437"


def test_ascii_in_front_leaves_the_choice_open():
    filler = "#PROSA fyllnad\n" * (BLOCK // 15 + 1)
    found = load(f"{without_letters(HEAD)}{filler}#PROSA år\n{VOUCHER}".encode())
    assert chosen(found) == ("utf-8", Basis.VALID_UTF8)
    assert found.of(Prose)[-1].text == "år"


def test_bytes_that_are_no_letters_are_named_with_their_line():
    data = export(encoding="cp1252").replace(b"Kassa", b"\x81sa")
    issue = issue_of(load(data, encoding="cp1252"), "sie.encoding-broken")
    assert (issue.line, issue.values["found"]) == (9, "81")


def test_letters_lost_before_the_file_reached_us():
    damaged = export(head=HEAD.replace("Ö", "\ufffd"), encoding="utf-8")
    issue = issue_of(load(damaged), "sie.text-damaged")
    assert (issue.line, issue.values) == (
        6,
        {"count": 1, "found": '#FNAMN "\ufffdvningskommunen"'},
    )
    twice = "Övning".encode().decode("cp1252")
    issue = issue_of(
        load(export(head=HEAD.replace("Övning", twice), encoding="utf-8")),
        "sie.text-damaged",
    )
    assert (issue.line, issue.values["count"]) == (6, 1)
    assert "sie.text-damaged" not in codes(
        load(export(head=HEAD.replace("Ö", "Ã"), encoding="utf-8"))
    )


@given(
    st.text(alphabet="åäöÅÄÖéüabc ", min_size=1).filter(lambda text: not text.isascii())
)
def test_swedish_text_is_recognised_in_every_set(text: str):
    for encoding in ("cp437", "cp1252", "utf-8"):
        choice = choose(f'#FNAMN "{text}"\n'.encode(encoding))
        assert choice.encoding == encoding
        assert not choice.is_ambiguous


def test_the_sample_is_the_text_around_the_first_letter():
    assert choose(b'#A "x"\n#B "f\x94rs\x84lj" "\x86"\n').sample == b"f\x94rs\x84lj"
    assert choose(b"\x94").sample == b"\x94"
    assert len(choose(b"a" * 500 + b"\x94" + b"a" * 500).sample) == 120


def test_a_choice_tells_what_speaks_for_and_against_it():
    choice = Choice("cp1252", Basis.LETTERS, as_cp437=1, as_cp1252=8)
    assert (choice.in_favour, choice.against, choice.other) == (8, 1, "cp437")
    assert not choice.is_ambiguous
    assert Choice("cp1252", Basis.LETTERS, as_cp437=2, as_cp1252=8).is_ambiguous


def test_the_first_damage_is_shown_and_all_of_it_counted():
    log = IssueLog()
    decoder = Decoder(None, log)
    decoder.text("#PROSA \ufffd första\n".encode(), 7)
    decoder.text("#PROSA andra \ufffd\ufffd\n".encode(), 8)
    decoder.report()
    (issue,) = [issue for issue in log if issue.code == "sie.text-damaged"]
    assert (issue.line, issue.values) == (
        7,
        {"count": 3, "found": "#PROSA \ufffd första"},
    )
