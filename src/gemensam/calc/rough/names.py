# SPDX-License-Identifier: EUPL-1.2
"""Which support an account is about, by its name: charts differ, words less."""

import re

# What says another thing first: depreciation, rent, pay.
_NOT = re.compile(
    r"avskriv|hyra|lokal|skatt|semester|sjuk|frånvaro|avgift", re.IGNORECASE
)
_HR = re.compile(
    r"lönesystem|löneprogram|hr-?system|personalsystem|rekryter|bemanning|vikarie|"
    r"schema",
    re.IGNORECASE,
)
_FINANCE = re.compile(
    r"ekonomisystem|e-?faktur|skanning|inkasso|kundfaktur|fakturahanter|inköpskort|"
    r"fakturaservice",
    re.IGNORECASE,
)
_IT = re.compile(
    r"dator|datakom|licens|programvar|server|nätverk|trådlöst|\bit\b|\bit-|bredband|"
    r"skrivare",
    re.IGNORECASE,
)


def area_of_account(name: str) -> str | None:
    """finance, hr or it when the name of an account says so; systems of finance and HR
    go before IT, to which their licences would else belong."""
    for pattern, area in ((_HR, "hr"), (_FINANCE, "finance")):
        if pattern.search(name):
            return area
    if _NOT.search(name):
        return None
    return "it" if _IT.search(name) else None
