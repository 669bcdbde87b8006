# SPDX-License-Identifier: EUPL-1.2
"""The savings case: levers, costs of getting there, chance to reach the goal."""
