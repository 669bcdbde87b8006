# SPDX-License-Identifier: EUPL-1.2
"""The pseudonym keys of this installation, read from outside the database."""

from functools import cache

from gemensam.core.pseudonym import PseudonymKey
from gemensam.installation.keys import pseudonym_keys
from gemensam.installation.paths import paths_of


@cache
def current_pseudonym_key() -> PseudonymKey:
    """The key that new pseudonyms are made with. Raises what reading the key raises."""
    keys = pseudonym_keys(paths_of())
    return PseudonymKey(keys.current, keys.versions[keys.current])
