# SPDX-License-Identifier: EUPL-1.2
"""What the installation told, filled in, in English."""

from gemensam.formats.issues import filled


class Heard(list[str]):
    """A list of what was said; give its `tell` to whoever speaks."""

    def tell(self, text: str, /, **values: object) -> None:
        self.append(filled(text, values))
