# SPDX-License-Identifier: EUPL-1.2
"""Django in a process of ours."""

import gc

import django

# Objects made before what is young is looked through. Python's own 700 is for programs
# that make few: ours read tens of thousands of rows at a time, nearly all of them without
# circles, and a tenth of a computation went into looking for some.
YOUNG = 50_000


def set_up() -> None:
    """Set Django up. What is loaded here stays to the end, and to look through it for
    waste, again and again, is a tenth of a command's start."""
    gc.disable()
    try:
        django.setup()
    finally:
        gc.enable()
    gc.freeze()
    gc.set_threshold(YOUNG)
