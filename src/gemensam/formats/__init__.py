# SPDX-License-Identifier: EUPL-1.2
"""Bytes in, typed records and issues out. No Django, no database, no clock."""
