# SPDX-License-Identifier: EUPL-1.2
"""Values in, frozen values out, with an explanation. No Django, no clock, no I/O."""
