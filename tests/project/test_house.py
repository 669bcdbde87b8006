# SPDX-License-Identifier: EUPL-1.2
"""The project's own house: what every file must be like, and every document lead to."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400
OURS = ("src", "tests", "bench")
ELSEWHERE = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org"
    r"|(?<![\w/.])/(?:work|root|home)/\w"
)


def tracked(*patterns: str) -> list[Path]:
    """Files git tracks or would."""
    told = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [path for line in told.splitlines() if (path := ROOT / line).exists()]


def sources() -> list[Path]:
    return [path for path in tracked("*.py") if path.relative_to(ROOT).parts[0] in OURS]


def test_every_source_says_its_licence() -> None:
    lacking = [
        str(path)
        for path in sources()
        if "SPDX-License-Identifier: EUPL-1.2" not in path.read_text()[:80]
    ]
    assert lacking == []


def test_no_source_has_outgrown_its_room() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked("src/*.py")
        if (lines := path.read_text().count("\n")) > LONGEST
    }
    assert long == {}


def test_no_table_is_given_out_unguarded_against_formulas() -> None:
    """What people download is written by `formats.tables`, which guards it and joins its
    lines itself. The others write copies for our own readers: of a file that came in, with
    pseudonyms."""
    own = {"core/imports/shielded.py", "desk/importers/tickets/copy.py"}
    writers = {
        name.removeprefix("src/gemensam/")
        for path in tracked("src/*.py")
        if "csv.writer(" in path.read_text()
        and "/demo/" not in (name := path.relative_to(ROOT).as_posix())
    }
    assert writers == own


def test_links_lead_somewhere() -> None:
    broken = [
        f"{page.name}: {target}"
        for page in tracked("*.md")
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text())
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []


def test_the_readme_tells_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text()
    assert "./gemensam demo" in text
    assert "./gemensam test" in text


def test_decisions_are_numbered_without_gap_and_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    found = sorted(path.name for path in folder.glob("0*.md"))
    assert [int(name[:4]) for name in found] == list(range(1, len(found) + 1))
    index = (folder / "README.md").read_text()
    assert [name for name in found if name not in index] == []


def test_nothing_tells_where_it_was_made() -> None:
    """No registry's host, and no path of somebody's machine."""
    told = []
    for path in tracked():
        if path.suffix in {".png", ".woff2"} or path == Path(__file__).resolve():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a corpus of files that are broken on purpose
        told += [f"{path}: {one}" for one in ELSEWHERE.findall(text)]
    assert told == []


@pytest.mark.parametrize("command", ["demo", "test", "start", "serve", "verify"])
def test_commands_that_documents_name_exist(command: str) -> None:
    from gemensam.cli.entry import COMMANDS

    assert command in COMMANDS
