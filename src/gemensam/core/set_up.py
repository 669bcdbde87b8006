# SPDX-License-Identifier: EUPL-1.2
"""Django in a process of ours."""

import gc

import django


def set_up() -> None:
    """Set Django up. What is loaded here stays to the end, and to look through it for
    waste, again and again, is a tenth of a command's start."""
    gc.disable()
    try:
        django.setup()
    finally:
        gc.enable()
    gc.freeze()
