# SPDX-License-Identifier: EUPL-1.2
"""The one thing a start page says: result so far, forecast with its range, what breaks it,
what you do. Computed, never typed; every figure is a link to what it is made of."""

from gemensam.site.sentences.known import Known
from gemensam.site.sentences.roles import group_sentences, sentences_for

__all__ = ["Known", "group_sentences", "sentences_for"]
