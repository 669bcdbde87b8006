# SPDX-License-Identifier: EUPL-1.2
"""The terms: what is promised to whom, at what price, from when."""
