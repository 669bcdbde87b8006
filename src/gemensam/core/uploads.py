# SPDX-License-Identifier: EUPL-1.2
"""Files with personal numbers that come by a page: in memory, never on a disk."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler

LARGEST = 512 << 20  # bytes of a file that comes by a page or the folder
IN_MEMORY = 64 << 20  # of a file with personal numbers nothing may touch a disk


class WholeInMemory(MemoryFileUploadHandler):
    """Keeps an upload in memory, whatever its size up to a bound; never on a disk."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803  Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        del input_data, META, boundary, encoding
        self.activated = content_length <= IN_MEMORY
