# SPDX-License-Identifier: EUPL-1.2
"""The municipal group: legal entities, authorities, units over time, people and roles."""
