# SPDX-License-Identifier: EUPL-1.2
"""Where a saving may not be what it is said to be: rules that find what a human should
look at, each against the noise there is between months."""
