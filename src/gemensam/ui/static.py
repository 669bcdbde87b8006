# SPDX-License-Identifier: EUPL-1.2
"""Front-end files come from the installed packages, named one by one."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage

VENDOR = {
    "vendor/tabler.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/htmx.js": "htmx.org/dist/htmx.min.js",
    "vendor/vega.js": "vega/build/vega.min.js",
    "vendor/vega-lite.js": "vega-lite/build/vega-lite.min.js",
    "vendor/vega-embed.js": "vega-embed/build/vega-embed.min.js",
    "vendor/inter-latin.woff2": (
        "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"
    ),
    "vendor/inter-latin-ext.woff2": (
        "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2"
    ),
}


class VendorFinder(BaseFinder):
    """Finds the named files, and nothing else, in the installed packages."""

    def find(self, path: str, find_all: bool = False) -> Any:
        source = VENDOR.get(path)
        found = [str(Path(settings.FRONTEND) / source)] if source else []
        if find_all:
            return found
        return found[0] if found else None

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        del ignore_patterns
        for path in VENDOR:
            yield path, _Renamed()


class _Renamed(FileSystemStorage):
    """A vendor file under the name we give it."""

    def path(self, name: str) -> str:
        return str(Path(settings.FRONTEND) / VENDOR[name])


class Fingerprinted(ManifestStaticFilesStorage):
    """File names carry a hash of their bytes, so that browsers may keep them for ever."""

    # Only url() in style sheets: the packages' source maps are not installed with us.
    patterns = (
        ("*.css", (r"""(?P<matched>url\(['"]{0,1}\s*(?P<url>.*?)["']{0,1}\))""",)),
    )
    keep_intermediate_files = False


def is_gathered() -> bool:
    """Whether what was gathered under STATIC_ROOT is of the files as they are now."""
    try:
        return _stamp().read_text() == _fingerprint()
    except FileNotFoundError:
        return False


def note_gathered() -> None:
    _stamp().write_text(_fingerprint())


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT) / "gathered"


def _fingerprint() -> str:
    """Names, sizes and times of every source file, in one hash."""
    running = sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            told = path.stat()
            running.update(f"{name}|{told.st_size}|{told.st_mtime_ns}\n".encode())
    return running.hexdigest()
