# SPDX-License-Identifier: EUPL-1.2
"""Which line a title falls under."""

import pytest
from hypothesis import given, strategies as st

from gemensam.calc.costing.titles import (
    BadTitlePatternError,
    Line,
    NothingToMatchError,
    Range,
    matcher,
    normal,
)


def line(key: int, title: str = "", code: str = "") -> Line:
    shares = {"finance": Range(low=0.1, likely=0.5, high=0.9)}
    return Line(key=key, title=title, code=code, shares=shares)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Ekonomiassistent", ("ekonomiassistent",)),
        ("  EKONOMIASSISTENT  ", ("ekonomiassistent",)),
        ("IT-tekniker", ("ittekniker",)),
        ("IT tekniker", ("ittekniker",)),
        ("Drifttekniker IT", ("drifttekniker", "it")),
        ("HR-specialist 2", ("hrspecialist",)),
        ("Tf. rektor", ("rektor",)),
        ("Bitr. rektor (F-6)", ("biträdande", "rektor")),
        ("Adm. assistent", ("administrativ", "assistent")),
        ("Barnskötare, timavlönad", ("barnskötare",)),
        ("", ()),
    ],
)
def test_titles_are_read_alike_however_written(
    title: str, words: tuple[str, ...]
) -> None:
    assert normal(title) == words


def test_the_most_specific_line_decides() -> None:
    find = matcher(
        [
            line(0, "assistent"),
            line(1, "*assistent"),
            line(2, "ekonomiassistent*"),
            line(3, "", "1520*"),
            line(4, "assistent", "152014"),
            line(5, "biträdande rektor"),
            line(6, "rektor*"),
        ]
    )

    def decided(title: str, code: str = "") -> int | None:
        found = find(title, code)
        return found.line.key if found else None

    assert decided("Ekonomiassistent") == 2
    assert decided("Assistent") == 0
    assert decided("Assistent", "152014") == 4
    assert decided("Elevassistent", "402030") == 1
    assert decided("Något annat", "152030") == 3
    assert decided("Biträdande rektor") == 5
    assert decided("Rektor gymnasieskola") == 6
    assert decided("Präst") is None


def test_the_reason_names_the_words_that_fitted() -> None:
    find = matcher([line(0, "lönehandläggare*, lönekonsult*"), line(1, "", "20*,207*")])
    found = find("Lönekonsult", "")
    assert found is not None
    assert (found.by, found.words) == ("title", "lönekonsult*")
    found = find("Undersköterska", "207009")
    assert found is not None
    assert (found.by, found.words) == ("code", "20*")


def test_a_line_must_say_something() -> None:
    with pytest.raises(NothingToMatchError):
        matcher([line(0)])
    with pytest.raises(BadTitlePatternError) as caught:
        matcher([line(0, "ekonom, ---")])
    assert "---" in str(caught.value)


TITLES = st.lists(st.text("abcåäö -.()0123456789", max_size=20), max_size=4)


@given(TITLES, st.text(max_size=30), st.text("0123456789", max_size=6))
def test_any_title_gets_one_answer_and_never_a_crash(
    patterns: list[str], title: str, code: str
) -> None:
    lines = [line(k, p) for k, p in enumerate(patterns) if normal(p)]
    find = matcher(lines)
    found = find(title, code)
    assert found == find(title, code)
    if found is not None:
        assert found.line in lines


@given(st.text("abcdeåäö", min_size=1, max_size=12))
def test_a_title_finds_the_line_written_as_itself(title: str) -> None:
    find = matcher([line(0, "*" + title[:1] + "*"), line(1, title)])
    found = find(title, "")
    assert found is not None
    assert found.line.key in {0, 1}
    if len(title) > 1:
        assert found.line.key == 1


def test_of_a_lines_alternatives_the_longest_that_fits_counts() -> None:
    find = matcher([line(0, "ekonomi*, ekonomiassistent"), line(1, "ekonomiassi*")])
    found = find("Ekonomiassistent", "")
    assert found is not None
    assert (found.line.key, found.words) == (0, "ekonomiassistent")
    turned = matcher([line(0, "ekonomiassistent, ekonomi*"), line(1, "ekonomiassi*")])
    found = turned("Ekonomiassistent", "")
    assert found is not None
    assert found.line.key == 0
