# SPDX-License-Identifier: EUPL-1.2
"""How a command ends when it cannot go on: in words, with a code, without a trace."""

import errno
from collections.abc import Callable
from datetime import date

import pytest

from gemensam.benefits.actions import LedgersMissing, NotReconciled
from gemensam.calc.costing.answers import NobodyAnsweredError
from gemensam.cli import entry
from gemensam.cli.words import told_counts
from gemensam.costing.queries.reconciliation import Difference, Lies
from gemensam.demo.settings import NotPossibleError, Settings
from gemensam.formats.issues import mark
from gemensam.installation.disk import DiskFullError

OCTOBER = date(2026, 10, 1)
Raises = Callable[[Exception], tuple[int, str]]


@pytest.fixture
def ending(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Raises:
    """Exit code and words of a command that raises this."""

    def end(error: Exception) -> tuple[int, str]:
        def fail(**_: object) -> None:
            raise error

        monkeypatch.setattr(entry.gemensam, "main", fail)
        with pytest.raises(SystemExit) as ended:
            entry.main()
        assert isinstance(ended.value.code, int)
        said = capsys.readouterr()
        assert said.out == ""
        return ended.value.code, said.err

    return end


def test_a_month_that_cannot_be_closed_is_told_in_words(ending: Raises) -> None:
    off = Difference(1, OCTOBER, Lies.LEDGER, 120)
    assert ending(NotReconciled(off)) == (
        1,
        (
            "2026-10 är inte stängd: 1,20 kr i huvudböckerna saknar kategori. Beräkna månaden"
            " på nytt; ./gemensam verify visar var de finns.\n"
        ),
    )
    assert ending(LedgersMissing(OCTOBER, ["Lindby Bostäder AB"])) == (
        1,
        (
            "2026-10 är inte stängd: huvudböckerna för Lindby Bostäder AB räcker inte till"
            " månadens slut. Importera dem t.o.m. den månaden först.\n"
        ),
    )


def test_trouble_with_the_machine_has_its_own_code_and_a_cure(ending: Raises) -> None:
    full = DiskFullError(
        mark("{purpose} needs {needed} MB in {path}, but only {free} MB are free."),
        mark("Free some space, or choose another disk, and try again."),
        purpose=mark("The demo"),
        needed=300,
        path="/var",
        free=2,
    )
    assert ending(full) == (
        74,
        (
            "Demon: det behövs 300 MB i /var, men bara 2 MB är lediga.\n"
            "Frigör utrymme eller välj en annan disk, och försök igen.\n"
        ),
    )


def test_a_disk_that_becomes_full_anywhere_is_told_in_words(ending: Raises) -> None:
    code, words = ending(OSError(errno.ENOSPC, "No space left on device", "/var/x"))
    assert code == 74
    assert words.splitlines() == [
        "Disken är full: /var/x gick inte att skriva.",
        "Frigör utrymme och försök igen; inget halvskrivet används.",
    ]


def test_what_cannot_be_computed_is_told_in_words(ending: Raises) -> None:
    assert ending(NobodyAnsweredError()) == (
        1,
        "Ingen svarade. Fråga igen, eller använd standardandelar per befattning.\n",
    )


def test_what_is_not_expected_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(entry.gemensam, "main", fail)
    with pytest.raises(ZeroDivisionError):
        entry.main()


def test_a_wish_that_cannot_be_is_told_in_words(ending: Raises) -> None:
    with pytest.raises(NotPossibleError) as refused:
        Settings(today=OCTOBER, months=99)
    assert ending(refused.value) == (
        1,
        "Servicecentrets ålder 99 ligger utanför 0 till 36 månader.\n",
    )


def test_counts_are_told_by_their_names() -> None:
    told = told_counts({"ver": 2, "rows": 7, "what_is_new": 1})
    assert told == "Verifikationer 2, Rader 7, what_is_new 1"
