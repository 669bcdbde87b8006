# SPDX-License-Identifier: EUPL-1.2
"""Cases: who asks, when, what happens to it, and how the systems tell it."""
