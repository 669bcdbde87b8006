# SPDX-License-Identifier: EUPL-1.2
"""Questions, links, anonymity, response rate: what is asked of people, and what they answered."""
