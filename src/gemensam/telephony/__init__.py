# SPDX-License-Identifier: EUPL-1.2
"""Calls, as the telephone system counted them per queue: how many, and how long they waited."""
