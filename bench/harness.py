# SPDX-License-Identifier: EUPL-1.2
"""Measuring: medians of several runs, and a peer in an environment of its own."""

import json
import platform
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parent.parent
PEERS = ROOT / "bench" / "peers"
PEER_ENVIRONMENT = ROOT / ".bench-venv"
REQUIREMENTS = ROOT / "bench" / "requirements.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure; `ratio` is ours against the peer's, above 1 when ours is better."""

    name: str
    value: float
    unit: str
    peer: str | None = None
    peer_value: float | None = None
    higher_is_better: bool = True

    @property
    def ratio(self) -> float | None:
        if self.peer_value is None or not self.value or not self.peer_value:
            return None
        ours_over_theirs = self.value / self.peer_value
        return ours_over_theirs if self.higher_is_better else 1 / ours_over_theirs


def median_seconds(work: Callable[[], object], *, runs: int = 5) -> float:
    """Median wall time of `runs` calls after one that is not counted."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def run_peer(script: str, *arguments: str) -> dict[str, float]:
    """Run bench/peers/`script` in the peers' environment; it prints one JSON object."""
    python = _peer_python()
    result = subprocess.run(
        [str(python), str(PEERS / script), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        raise RuntimeError(f"the peer {script} failed:\n{result.stderr[-2000:]}")
    figures = json.loads(result.stdout.splitlines()[-1])
    assert isinstance(figures, dict)
    return figures


def peak_memory_mib(code: str, *arguments: str) -> float:
    """Peak resident memory of a fresh process of ours running `code`, in MiB.

    Read from the process itself: getrusage would tell the parent's if that is more.
    """
    probe = (
        f"{code}\nimport re\n"
        "print(re.search(r'VmHWM:\\s+(\\d+) kB', open('/proc/self/status').read())[1])"
    )
    result = subprocess.run(
        [sys.executable, "-c", probe, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(result.stdout.splitlines()[-1]) / 1024


def machine() -> str:
    return f"{platform.machine()}, Python {platform.python_version()}"


def _peer_python() -> Path:
    python = PEER_ENVIRONMENT / "bin" / "python"
    stamp = PEER_ENVIRONMENT / "installed"
    wanted = sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    print("Installing the peers in .bench-venv …", file=sys.stderr)
    venv.create(PEER_ENVIRONMENT, with_pip=True, clear=True)
    subprocess.run(
        [str(python), "-m", "pip", "install", "-q", "-r", str(REQUIREMENTS)],
        check=True,
        stdout=sys.stderr,
    )
    stamp.write_text(wanted)
    return python
