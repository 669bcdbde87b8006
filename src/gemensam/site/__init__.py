# SPDX-License-Identifier: EUPL-1.2
"""The front door: start pages, navigation, sign-in, health, demo mode."""
