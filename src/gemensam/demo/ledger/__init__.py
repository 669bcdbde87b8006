# SPDX-License-Identifier: EUPL-1.2
"""Ledgers: charts, the controller's mapping, vouchers that balance, and their files."""
