# SPDX-License-Identifier: EUPL-1.2
"""S1 and S3: whether it is a SIE file at all, and of which type."""

import random

import pytest
from tests.formats.sie.samples import HEAD, codes, errors, export, issue_of, load

from gemensam.formats.sie import FileKind, looks_like_sie
from gemensam.formats.sie.encoding import BOM

SIE_5 = (
    b'<?xml version="1.0"?>\n<Sie xmlns="http://www.sie.se/sie5"><FileInfo/></Sie>\n'
)
ENTRY = b'<?xml version="1.0"?><sie:SieEntry xmlns:sie="http://www.sie.se/sie5"/>'
NOT_SIE = {
    "empty": (b"", ""),
    "blank": (b"\r\n \n", ""),
    "random": (random.Random(4).randbytes(100_000), None),
    "pdf": (b"%PDF-1.7\n1 0 obj\n", "%PDF-1.7"),
    "xlsx": (b"PK\x03\x04\x14\x00\x08\x00[Content_Types].xml", None),
    "html": (b"<!DOCTYPE html>\n<html>#VER\n", "<!DOCTYPE html>"),
    "xml": (b"<?xml version='1.0'?><siesta/>", "<?xml version='1.0'?><siesta/>"),
    "csv": (b"konto;belopp\n1910;100\n", "konto;belopp"),
    "words": (b"#VERSION 1\n#KONTOPLAN\n", "#VERSION 1"),
}


@pytest.mark.parametrize("name", NOT_SIE)
def test_s1_what_is_no_sie_file_is_refused_with_its_first_line(name: str):
    data, first = NOT_SIE[name]
    assert not looks_like_sie(data)
    found = load(data)
    assert (found.records, errors(found)) == ((), [(1, "sie.not-a-sie-file")])
    assert found.facts.kind is None
    if first is not None:
        assert found.issues[0].values["first"] == first
    assert found.issues[0].message().isprintable()


def test_s1_only_a_flag_is_refused():
    found = load(b"#FLAGGA 0\r\n")
    assert codes(found) == ["sie.only-flag"]
    assert found.issues[0].message() == (
        "The file holds nothing but “#FLAGGA 0”: it is empty or cut off."
    )
    assert not looks_like_sie(b"#FLAGGA 0\r\n")


def test_s3_sie_5_is_named():
    for data in (SIE_5, ENTRY, BOM + SIE_5):
        assert not looks_like_sie(data)
        assert codes(load(data)) == ["sie.sie-5"]


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_letters_of_two_bytes_are_named_with_the_cure(codec: str):
    found = load(export().decode("cp437").encode(codec))
    (issue,) = found.issues
    assert (found.records, issue.code, issue.severity) == ((), "sie.utf-16", "error")
    assert "PC8" in issue.cure()
    assert found.facts.kind is None


def test_other_texts_of_two_bytes_are_no_sie_files():
    for text in ("konto;belopp\n1910;100\n", "#VERSION 1\n#KONTOPLAN\n"):
        assert codes(load(text.encode("utf-16"))) == ["sie.not-a-sie-file"]


@pytest.mark.parametrize("number", ["1", "2", "3"])
def test_s3_another_type_than_needed_is_named_with_the_one_needed(number: str):
    head = HEAD.replace("#SIETYP 4", f"#SIETYP {number}")
    found = load(export("", head=head), needed=(FileKind.EXPORT, FileKind.IMPORT))
    assert issue_of(found, "sie.wrong-type").message() == (
        f"The file is SIE type {number}; type 4E, 4I is needed here."
    )


def test_s3_the_type_needed_is_no_issue():
    assert codes(load(export(), needed=(FileKind.EXPORT,))) == []
    assert codes(load(export(), needed=(FileKind.IMPORT,))) == ["sie.wrong-type"]


@pytest.mark.parametrize("number", ["0", "5", "4E", "", "x"])
def test_s3_a_type_that_does_not_exist(number: str):
    found = load(export(head=HEAD.replace("#SIETYP 4", f"#SIETYP {number}")))
    assert errors(found) == [(3, "sie.type-invalid")]


@pytest.mark.parametrize(
    "data",
    [
        export(),
        BOM + export(encoding="utf-8"),
        b"\r\n\r\n" + export(),
        export().replace(b"\n", b"\r"),
        b"#flagga 0\n#program x\n",
        b"\t#FLAGGA\t0\n\t#KONTO 1910 x\n",
        b"#KONTO 1910 x\n#KONTO 1920 y",
    ],
)
def test_what_looks_like_a_sie_file(data: bytes):
    assert looks_like_sie(data)


def test_a_label_far_into_a_text_does_not_make_it_a_sie_file():
    assert not looks_like_sie(b"Brev\n" * 20 + b"#FLAGGA 0\n#PROGRAM x\n")
    assert not looks_like_sie(b"#FLAGGA 0\n" + b"x\n" * 70_000 + b"#PROGRAM x\n")


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        ("#UB 0 1910 0\n", FileKind.EXPORT),
        ("#PSALDO 0 202601 1910 {} 0\n", FileKind.EXPORT),
        ("", FileKind.IMPORT),
    ],
)
def test_type_4_is_told_apart_by_its_balances(labels: str, kind: FileKind):
    assert load(f"{HEAD}{labels}".encode("cp437")).facts.kind is kind


def test_without_a_type_it_is_1_unless_it_has_vouchers():
    head = HEAD.replace("#SIETYP 4\n", "")
    assert (
        load(f"{head}#UB 0 1910 0\n".encode("cp437")).facts.kind
        is FileKind.YEAR_BALANCES
    )
    assert load(export(head=head)).facts.kind is FileKind.EXPORT
    assert issue_of(load(export(head=head)), "sie.missing-formality").message() == (
        "The record #SIETYP, obligatory in SIE type 4E, is missing."
    )
