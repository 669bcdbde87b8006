# SPDX-License-Identifier: EUPL-1.2
"""Lindby kommunkoncern: a municipality made from a seed, with the truth kept beside it.

The model of the world comes first, month by month and to the öre; files are what its
registers say about it, with the faults that registers have. Estimators never import
this package. See docs/demo.md.
"""
