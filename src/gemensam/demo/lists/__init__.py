# SPDX-License-Identifier: EUPL-1.2
"""Words that Lindby is made of: people, places, titles, suppliers, subjects."""
