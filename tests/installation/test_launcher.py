# SPDX-License-Identifier: EUPL-1.2
"""./gemensam itself: which Python it takes, and what it says when there is none."""

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gemensam.installation.environment import Environment, _write_stamp

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = (
    "import json, os, sys; print(json.dumps([sys.argv[1:], os.getcwd(), sys.path]))"
)


@pytest.fixture
def checkout(spot: Path) -> Path:
    """The launcher and its own modules, with a product that says how it was called."""
    root = spot / "Små öar" / "checkout"
    package = root / "src" / "gemensam"
    for name in ("formats", "installation"):
        shutil.copytree(
            ROOT / "src" / "gemensam" / name,
            package / name,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    shutil.copy(ROOT / "src" / "gemensam" / "__init__.py", package)
    shutil.copy(ROOT / "gemensam", root)
    (package / "__main__.py").write_text(PRODUCT)
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (root / lock).write_text("")
    return root


@pytest.fixture
def installed(checkout: Path) -> Path:
    """The same with an environment that is whole: this test's own Python will do."""
    made = Environment(checkout)
    (made.folder / "bin").mkdir(parents=True)
    base = os.path.realpath(sys.executable)
    made.python.symlink_to(base)
    made.packages.mkdir(parents=True)
    home = Path(base).parent
    settings = f"home = {home}\ninclude-system-site-packages = false\n"
    (made.folder / "pyvenv.cfg").write_text(settings)
    up = os.path.relpath(checkout / "src", made.packages)
    (made.packages / "gemensam-src.pth").write_text(up + "\n")
    _write_stamp(made, "requirements-dev.lock")
    return checkout


def run(
    program: Path, *arguments: str, cwd: str = "/", **environ: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(program), *arguments],
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin", **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def put(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def tools_only(folder: Path) -> str:
    """A PATH with what a shell script needs and no Python at all."""
    folder.mkdir()
    for name in ("dirname", "readlink", "sh"):
        (folder / name).symlink_to(str(shutil.which(name, path="/usr/bin:/bin")))
    return str(folder)


def test_it_becomes_the_product(installed: Path, tmp_path: Path) -> None:
    """With the caller's folder and arguments; PYTHONPATH and files there have no say."""
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong json')")
    done = run(
        installed / "gemensam",
        "say",
        "två ord",
        "*",
        cwd=str(tmp_path),
        PYTHONPATH=str(tmp_path),
        HOME="",
    )
    assert done.stderr == ""
    arguments, folder, path = json.loads(done.stdout)
    assert (arguments, folder) == (["say", "två ord", "*"], str(tmp_path))
    assert path[-1] == str(installed / "src")
    assert str(tmp_path) not in path


def test_a_link_to_it_from_elsewhere(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "absolute").symlink_to(installed / "gemensam")
    (tmp_path / "bin" / "relative").symlink_to("absolute")
    done = run(tmp_path / "bin" / "relative", "x")
    assert json.loads(done.stdout)[0] == ["x"]


def test_the_second_start_adds_little(installed: Path) -> None:
    """Less than 0.3 s over the product's own start, in the best of five; the
    processor's time, so that a busy machine fails nothing."""

    def best(argv: list[str]) -> float:
        took = []
        for _ in range(5):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(argv, check=True, capture_output=True, cwd="/")
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            took.append(
                after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            )
        return min(took)

    python = str(Environment(installed).python)
    bare = best([python, "-P", "-m", "gemensam"])
    assert best([str(installed / "gemensam")]) - bare < 0.3


def test_a_python_that_is_too_old_is_named(checkout: Path, tmp_path: Path) -> None:
    path = tools_only(tmp_path / "bin")
    put(tmp_path / "bin", "python3", "echo 3.9 False")
    put(tmp_path / "bin", "python3.12", "echo shim without a Python >&2; exit 127")
    done = run(checkout / "gemensam", "demo", PATH=path)
    assert done.returncode == 69
    assert done.stderr.splitlines()[:2] == [
        "Gemensam behöver Python 3.11 eller nyare. Här finns: python3 (3.9).",
        "Gemensam needs Python 3.11 or newer. Found here: python3 (3.9).",
    ]
    assert "apt install python3" in done.stderr


def test_no_python_at_all_is_told(checkout: Path, tmp_path: Path) -> None:
    done = run(checkout / "gemensam", PATH=tools_only(tmp_path / "bin"))
    assert done.returncode == 69
    assert "ingen Python hittades" in done.stderr
    assert "no Python was found" in done.stderr


def test_a_newer_one_under_another_name_is_taken(
    checkout: Path, tmp_path: Path
) -> None:
    path = tools_only(tmp_path / "bin")
    put(tmp_path / "bin", "python3", "echo 3.9 False")
    answer = 'case "$*" in *" -c "*) echo 3.12 True ;; *) echo "$@" ;; esac'
    put(tmp_path / "bin", "python3.12", answer)
    done = run(checkout / "gemensam", "x y", PATH=path)
    bootstrap = checkout / "src" / "gemensam" / "installation" / "bootstrap.py"
    assert (done.stdout, done.stderr) == (f"-P -S {bootstrap} x y\n", "")


def test_the_named_python_goes_first(installed: Path, tmp_path: Path) -> None:
    put(tmp_path / "my own", "python", f'echo used >&2; exec "{sys.executable}" "$@"')
    named = str(tmp_path / "my own" / "python")
    done = run(installed / "gemensam", "x", PYTHON=named)
    assert "used" in done.stderr
    assert json.loads(done.stdout)[0] == ["x"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_another_user_starts_what_root_installed(installed: Path) -> None:
    """Nothing is written when nothing is missing."""
    system = "/usr/bin/python3"
    version = "import sys; print(*sys.version_info[:2])"
    said = subprocess.run([system, "-c", version], check=False, capture_output=True)
    if said.stdout.split() != [b"%d" % part for part in sys.version_info[:2]]:
        pytest.skip("this Python is one that other users may not run")
    made = Environment(installed)
    made.python.unlink()
    made.python.symlink_to(system)
    _write_stamp(made, "requirements-dev.lock")
    done = subprocess.run(
        [str(installed / "gemensam"), "x"],
        cwd="/",
        user=65534,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)[0] == ["x"]
