# SPDX-License-Identifier: EUPL-1.2
"""What the catalogue’s own list says of how its services hang together. A catalogue of
another make holds none of these codes, and then nothing is said."""

from collections.abc import Mapping

# The same errand by a cheaper way: a scanned invoice as an e-invoice, a customer invoice
# from a file instead of from a form.
CHEAPER_WAY: Mapping[str, str] = {"F03": "F02", "F07": "F06"}
# Of what a person has at most one: a personal computer, a user account.
ONE_EACH = frozenset({"I01", "I05"})
