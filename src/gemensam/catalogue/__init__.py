# SPDX-License-Identifier: EUPL-1.2
"""What the centre delivers, at what level, and who delivers what to whom since when."""
