# SPDX-License-Identifier: EUPL-1.2
"""Key figures from Kolada as files: tables of figures and of their names, and the JSON
that its interface answers with (version 2 and 3, https://api.kolada.se)."""
