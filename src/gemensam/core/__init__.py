# SPDX-License-Identifier: EUPL-1.2
"""What every room stands on: trail, gate, imports, files, jobs, clock, checks."""
