# SPDX-License-Identifier: EUPL-1.2
"""Kronor in messages, which are filled in when they are shown."""


def kronor(ore: int) -> str:
    """Kronor and öre with thin thousands, such as −1 234,50."""
    whole, rest = divmod(abs(int(ore)), 100)
    sign = "\u2212" if ore < 0 else ""
    return sign + f"{whole:,}".replace(",", "\u00a0") + f",{rest:02d}"
