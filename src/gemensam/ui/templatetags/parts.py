# SPDX-License-Identifier: EUPL-1.2
"""Small parts of a page: icons, badges, addresses."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon of the installed set, inline; hidden from screen readers: text says it."""
    return format_html(
        '<span class="icon-box {}" aria-hidden="true">{}</span>', extra, _drawing(name)
    )


@cache
def _drawing(name: str) -> SafeString:
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise ValueError(name)
    text = (Path(settings.ICONS) / f"{name}.svg").read_text(encoding="utf-8")
    # Only files of the installed icon package come here; the name is checked above.
    return mark_safe(  # noqa: S308
        COMMENT.sub("", text).replace('class="lucide', 'class="icon lucide', 1)
    )


@register.simple_tag
def badge(choice: Any) -> SafeString:
    """A choice with its colour and label; colour is never the only sign."""
    return format_html(
        '<span class="badge tone-{}">{}</span>', choice.colour, choice.label
    )


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: Any) -> str:
    """This page's address with some parameters changed (None removes one)."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = str(value)
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def nonce(context: dict[str, Any]) -> str:
    """The nonce that lets a script of ours run on this page."""
    request: HttpRequest = context["request"]
    return str(request.csp_nonce)  # type: ignore[attr-defined]


@register.inclusion_tag("ui/sort_header.html", takes_context=True)
def sort_header(
    context: dict[str, Any], page: Any, name: str, label: str, extra: str = ""
) -> dict[str, Any]:
    """A column head that sorts by `name`; a second press turns the order round."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query.pop("after", None)
    here = page.sort == name
    turned = here and not query.get("sort", "").startswith("-")
    query["sort"] = f"-{name}" if turned else name
    direction = ("descending" if page.descending else "ascending") if here else ""
    return {
        "url": "?" + query.urlencode(),
        "label": label,
        "extra": extra,
        "direction": direction,
    }
