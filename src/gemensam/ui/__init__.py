# SPDX-License-Identifier: EUPL-1.2
"""The screen kit: frame, parts, tables, filters, charts, figures. No models."""
