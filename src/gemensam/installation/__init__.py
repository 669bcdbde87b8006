# SPDX-License-Identifier: EUPL-1.2
"""This machine's copy of the product: folders, keys, the database server, processes.

Knows nothing of Django. `bootstrap` and what it imports run on a plain Python before
anything is installed, so this file and `words`, `errors`, `disk`, `locks`,
`environment` and `frontend` import the standard library only.
"""
