# SPDX-License-Identifier: EUPL-1.2
"""From ledgers, staff and who-does-what to the cost of every service in every unit."""
