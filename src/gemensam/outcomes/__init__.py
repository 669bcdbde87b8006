# SPDX-License-Identifier: EUPL-1.2
"""The grain: service × unit × month, for baseline, plan and actual, side by side."""
