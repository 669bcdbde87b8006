# SPDX-License-Identifier: EUPL-1.2
"""Django in a process of ours."""

import gc
from pathlib import Path

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


def warm_up() -> None:
    """Read what pages are made of before anyone asks for one: who opens the first after a
    start does not wait for it."""
    from django.apps import apps  # noqa: PLC0415  Django is set up only now
    from django.template.loader import get_template  # noqa: PLC0415
    from django.urls import get_resolver  # noqa: PLC0415

    assert get_resolver().url_patterns  # imports every page
    for app in apps.get_app_configs():
        folder = Path(app.path) / "templates"
        for file in folder.rglob("*.html") if app.name.startswith("gemensam.") else ():
            get_template(file.relative_to(folder).as_posix())
