# SPDX-License-Identifier: EUPL-1.2
from gemensam.surveys.models.answer import Response, ResponseShare
from gemensam.surveys.models.asked import Invitation, Link, Mailing, Subject
from gemensam.surveys.models.round import Option, Question, Round

__all__ = [
    "Invitation",
    "Link",
    "Mailing",
    "Option",
    "Question",
    "Response",
    "ResponseShare",
    "Round",
    "Subject",
]
