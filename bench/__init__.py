# SPDX-License-Identifier: EUPL-1.2
"""One module a claim. Each has `measures()` and states its peer, measured in the same run."""
