# SPDX-License-Identifier: EUPL-1.2
"""What each register would send, in the format it would send it in."""
