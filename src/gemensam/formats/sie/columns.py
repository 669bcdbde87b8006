# SPDX-License-Identifier: EUPL-1.2
"""How one field of a record is read. Each function takes the text and the page.

A field that cannot be read raises Skip, with the reason in the log, when the record is
worthless without it.
"""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from gemensam.formats.issues import mark
from gemensam.formats.sie import amounts, dates
from gemensam.formats.sie.irregular import Braces
from gemensam.formats.sie.kinds import content, form
from gemensam.formats.sie.page import Page, Skip
from gemensam.formats.sie.records import ObjectList

SHOWN = 40
INTEGER = re.compile(r"-?[0-9]{1,4}", re.ASCII)
ORGANISATION = re.compile(r"([0-9]{6})-?([0-9]{4})", re.ASCII)


class Column(NamedTuple):
    """A field's name in messages, how it is read, and whether it must be there."""

    name: str
    read: Callable[[str, Page], Any]
    required: bool = False


def shown(text: str) -> str:
    """A text from the file, cut so that a message stays readable."""
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def text(value: str, _page: Page) -> str:
    return value


def key(value: str, _page: Page) -> str:
    """A number that other records refer to, without blanks around it."""
    return value.strip()


def account(value: str, page: Page) -> str:
    value = value.strip()
    if not (value.isascii() and value.isdigit()):
        if not value:
            page.issue(
                form.FIELD_MISSING, label=f"#{page.label}", field=mark("account")
            )
            raise Skip
        page.note(content.ACCOUNT_NOT_NUMERIC, account=shown(value))
    page.account = value
    return value


def integer(value: str, page: Page) -> int:
    value = value.strip().replace("\u2212", "-")
    if not INTEGER.fullmatch(value):
        page.issue(form.NUMBER_INVALID, found=shown(value), label=f"#{page.label}")
        raise Skip
    return int(value)


def date(value: str, page: Page) -> dt.date:
    found = dates.plain_date(value)
    if found is None:
        found = dates.clear_date(value)
        if found is None:
            page.issue(content.DATE_INVALID, found=shown(value), label=f"#{page.label}")
            raise Skip
        page.issue(content.DATE_UNUSUAL, found=shown(value), read=found.isoformat())
    return found


def date_if_any(value: str, page: Page) -> dt.date | None:
    """None for no date; a broken one is an issue but does not cost the record."""
    if not value:
        return None
    try:
        return date(value, page)
    except Skip:
        return None


def month(value: str, page: Page) -> dt.date:
    found = dates.plain_month(value.strip())
    if found is None:
        page.issue(content.PERIOD_INVALID, found=shown(value), label=f"#{page.label}")
        raise Skip
    return found


def amount(value: str, page: Page) -> int:
    """Whole öre; a broken amount names the account it was for and raises Skip."""
    ore = amounts.plain_amount(value)
    if ore is not None:
        return ore
    ore = amounts.clear_amount(value)
    if ore is not None:
        page.issue(
            content.AMOUNT_UNUSUAL, found=shown(value), read=amounts.written_amount(ore)
        )
        return ore
    label, account = f"#{page.label}", page.account
    digits = amounts.whole_digits(value)
    if digits > amounts.MAX_DIGITS:
        page.issue(
            content.AMOUNT_TOO_LARGE, account=account, digits=digits, label=label
        )
    else:
        page.issue(
            content.AMOUNT_BROKEN, found=shown(value), account=account, label=label
        )
    raise Skip


def quantity(value: str, page: Page) -> Decimal | None:
    if not value:
        return None
    found = amounts.plain_quantity(value)
    if found is None:
        found = amounts.clear_quantity(value)
        if found is None:
            page.issue(content.QUANTITY_BROKEN, found=shown(value))
        else:
            page.issue(content.AMOUNT_UNUSUAL, found=shown(value), read=str(found))
    return found


def organisation(value: str, page: Page) -> str:
    found = ORGANISATION.fullmatch(value.strip())
    if found is None or "-" not in value:
        page.note(content.ORGANISATION_NUMBER, found=shown(value))
    return f"{found[1]}-{found[2]}" if found else value


def pairs(elements: Braces, page: Page) -> ObjectList:
    """Dimension and object by turns; an odd number is an issue and costs the last."""
    if len(elements) % 2:
        page.issue(form.ODD_LIST, found=shown(" ".join(elements)))
    dimensions = (element.strip() for element in elements[::2])
    return tuple(zip(dimensions, elements[1::2], strict=False))
