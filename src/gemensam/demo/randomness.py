# SPDX-License-Identifier: EUPL-1.2
"""One seed, many streams: what is drawn for one purpose never moves another's draws."""

import zlib

import numpy as np


def stream(seed: int, *purpose: str | int) -> np.random.Generator:
    """The generator of one purpose; the same arguments give the same numbers."""
    words = [zlib.crc32(str(part).encode()) for part in purpose]
    return np.random.default_rng(np.random.SeedSequence([seed, *words]))
