# SPDX-License-Identifier: EUPL-1.2
"""Surveys: the form behind a link, and the pages of whoever asks."""

from gemensam.surveys.views.addresses import addresses
from gemensam.surveys.views.answer import answer
from gemensam.surveys.views.rounds import do, links, one_round, rounds

__all__ = ["addresses", "answer", "do", "links", "one_round", "rounds"]
