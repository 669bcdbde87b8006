# SPDX-License-Identifier: EUPL-1.2
"""Cases: ordered, routed, taken, waited for, resolved, with the clock they were promised."""
