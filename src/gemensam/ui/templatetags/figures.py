# SPDX-License-Identifier: EUPL-1.2
"""Figures, money and time as people read them, in the language of the page."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache

from django import template
from django.utils.translation import get_language, gettext as _

from babel.dates import format_date, format_datetime
from babel.numbers import get_decimal_symbol, get_group_symbol

from gemensam.core import clock

register = template.Library()
Number = int | float | Decimal

NOTHING = "–"


def locale() -> str:
    return "en_GB" if get_language() == "en" else "sv_SE"


def _formatted(value: Number, decimals: int = 0) -> str:
    """U+2212 as minus, and blanks that do not break, in both languages; what rounds to
    nothing has no sign. As Babel's `format_decimal`, which a page of a thousand figures
    has no time for."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    text = f"{exact:,.{decimals}f}".translate(_symbols(locale()))
    return text.replace("-", "−" if _is_something(text) else "")


@cache
def _symbols(locale: str) -> dict[int, str]:
    """What stands between thousands, and before decimals."""
    return str.maketrans(
        {",": get_group_symbol(locale), ".": get_decimal_symbol(locale)}
    )


def _is_something(text: str) -> bool:
    return any(digit in text for digit in "123456789")


@register.filter
def number(value: Number | None, decimals: int = 0) -> str:
    """12 345,6"""
    if value is None:
        return NOTHING
    return _formatted(value, decimals)


@register.filter
def quantity(value: Number | None) -> str:
    """12 345; with the hundredths that there are where it is not whole: 12 345,5"""
    if value is None:
        return NOTHING
    return _formatted(value, 2).rstrip("0").rstrip(_symbols(locale())[ord(".")])


@register.filter
def kr(ore: int | None) -> str:
    """Öre as 1 234,50 kr"""
    return NOTHING if ore is None else _formatted(Decimal(ore) / 100, 2) + "\u00a0kr"


@register.filter
def whole_kr(ore: int | None) -> str:
    """Öre as 1 235 kr"""
    return NOTHING if ore is None else _formatted(Decimal(ore) / 100) + "\u00a0kr"


@register.filter
def tkr(ore: int | None) -> str:
    """Öre as 1 235 tkr"""
    if ore is None:
        return NOTHING
    return _formatted(Decimal(ore) / 100_000) + "\u00a0" + _("tkr")


@register.filter
def mnkr(ore: int | None) -> str:
    """Öre as 31,4 mnkr"""
    if ore is None:
        return NOTHING
    return _formatted(Decimal(ore) / 100_000_000, 1) + "\u00a0" + _("mnkr")


@register.filter
def percent(share: Number | None, decimals: int = 1) -> str:
    """A share of one as 13,9 %"""
    if share is None:
        return NOTHING
    gap = "\u00a0" if locale() == "sv_SE" else ""
    return number(Decimal(str(share)) * 100, decimals) + gap + "%"


@register.filter
def signed_percent(share: Number | None, decimals: int = 1) -> str:
    """A change as +1,2 % or −13,9 %"""
    if share is None:
        return NOTHING
    told = percent(share, decimals)
    return ("+" if share > 0 and _is_something(told) else "") + told


@register.filter
def day(value: date | None) -> str:
    """2026-11-23"""
    return NOTHING if value is None else value.isoformat()[:10]


@register.filter
def long_day(value: date | None) -> str:
    """måndag 23 november"""
    if value is None:
        return NOTHING
    return format_date(value, "EEEE d MMMM", locale=locale())


@register.filter
def month(value: date | None) -> str:
    """november 2026"""
    return NOTHING if value is None else format_date(value, "LLLL y", locale=locale())


@register.filter
def calendar_month(value: date | None) -> str:
    """november, of any year"""
    return NOTHING if value is None else format_date(value, "LLLL", locale=locale())


@register.filter
def short_month(value: date | None) -> str:
    """nov. 2026"""
    return NOTHING if value is None else format_date(value, "LLL y", locale=locale())


@register.filter
def moment(value: datetime | None) -> str:
    """2026-11-23 08:10, where the municipality lies"""
    return NOTHING if value is None else f"{clock.local(value):%Y-%m-%d %H:%M}"


@register.filter
def when(value: datetime | None) -> str:
    """today 14:30, tomorrow 10:00, Friday 27 November 10:00"""
    if value is None:
        return NOTHING
    local, today = clock.local(value), clock.today()
    time = f"{local:%H:%M}"
    match (local.date() - today).days:
        case 0:
            return _("today {time}").format(time=time)
        case 1:
            return _("tomorrow {time}").format(time=time)
        case -1:
            return _("yesterday {time}").format(time=time)
    pattern = "EEE d MMM" if local.year == today.year else "EEE d MMM y"
    return f"{format_datetime(local, pattern, locale=locale())} {time}"


@register.filter
def working_time(minutes: Number | None) -> str:
    """Working minutes as 3 h 20 min or 8 h, or days of eight hours when long."""
    if minutes is None:
        return NOTHING
    whole = round(minutes)
    hours, rest = divmod(whole, 60)
    if whole < 60:
        return _("{minutes} min").format(minutes=whole)
    if hours < 24 and not rest:
        return _("{hours} h").format(hours=hours)
    if hours < 24:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)
    return _("{days} working days").format(days=number(Decimal(whole) / 480, 1))


@register.filter
def minutes_seconds(seconds: Number | None) -> str:
    """Seconds that somebody waits, as 48 s or 1 min 23 s."""
    if seconds is None:
        return NOTHING
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return _("{seconds} s").format(seconds=rest)
    return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)


@register.filter
def week(value: date | None) -> str:
    """v. 48"""
    if value is None:
        return NOTHING
    return _("w. {number}").format(number=value.isocalendar().week)


@register.filter
def real_time(seconds: Number | None) -> str:
    """Seconds of real time as 3 h or 2,4 days."""
    if seconds is None:
        return NOTHING
    hours = Decimal(seconds) / 3600
    if hours < 48:
        return _("{hours} h").format(hours=number(hours, 1))
    return _("{days} days").format(days=number(hours / 24, 1))


@register.filter
def saved_share(share: Number | None) -> str:
    """A saving as the change it is: 0,139 saved is −13,9 %."""
    return NOTHING if share is None else signed_percent(-share)


@register.filter
def signed(share: Number | None) -> str:
    """+3,2 %"""
    return signed_percent(share)


@register.filter
def points(share: Number | None) -> str:
    """A difference of shares in percentage points: 0,012 is 1,2."""
    return NOTHING if share is None else number(Decimal(str(share)) * 100, 1)


@register.filter
def of_hundred(value: Decimal | None) -> Decimal | None:
    """What is kept in per cent, as a share of one."""
    return value / 100 if value else None
