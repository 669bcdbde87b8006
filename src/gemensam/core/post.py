# SPDX-License-Identifier: EUPL-1.2
"""Mail: whether it can be sent at all, what is told of a failure, and addresses in it."""

import smtplib

from django.conf import settings


def has_post() -> bool:
    """Whether a mail server is set up."""
    return "dummy" not in settings.EMAIL_BACKEND


def reason(trouble: Exception) -> str:
    """What kind of failure it was; never the server's words, which hold the address."""
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        codes = sorted({code for code, _words in trouble.recipients.values()})
    else:
        code = getattr(trouble, "smtp_code", None) or getattr(trouble, "errno", None)
        codes = [code] if code else []
    return " ".join([type(trouble).__name__, *map(str, codes)])[:200]


def whole_address(path: str) -> str:
    """Of a page, from the configured address and never from a request."""
    return settings.BASE_URL.rstrip("/") + path
