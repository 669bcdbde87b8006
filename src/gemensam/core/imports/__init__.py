# SPDX-License-Identifier: EUPL-1.2
"""Files on their way in: received, read, then committed, undone or refused."""
