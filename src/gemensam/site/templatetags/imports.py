# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Collection
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext as _, gettext_lazy

from gemensam.core.enums import ImportState, PickUpState
from gemensam.core.imports.report import (
    failure_told,
    first_error,
    novelty_name as named,
)
from gemensam.core.models import Import, PickUp
from gemensam.core.ports import importers
from gemensam.formats import names
from gemensam.formats.issues import Issue, Severity

register = template.Library()
TONES = {Severity.ERROR: "red", Severity.WARNING: "orange", Severity.INFO: "azure"}


@register.simple_tag
def import_state(record: Import, at_work: Collection[int]) -> SafeString:
    """Its state as a badge; `at_work` are those that a job has in hand."""
    state = ImportState(record.state)
    is_imported = record.is_asked_for and record.pk in at_work
    label = _("Being imported") if is_imported else state.label
    return format_html('<span class="badge tone-{}">{}</span>', state.colour, label)


@register.simple_tag
def picked_up(taken: PickUp) -> SafeString:
    """How it is with a file of the folder, as a badge."""
    state = PickUpState(taken.state)
    same = taken.record is not None and taken.record.state == ImportState.UNCHANGED
    label = ImportState.UNCHANGED.label if same else state.label
    return format_html('<span class="badge tone-{}">{}</span>', state.colour, label)


@register.filter
def why(taken: PickUp) -> str:
    """Why a file of the folder waits, or was refused."""
    if taken.why:
        return failure_told(taken.why, gettext)
    if taken.record is None or taken.state != PickUpState.REFUSED:
        return ""
    error = first_error(taken.record.report)
    return error.message(gettext) if error else ""


@register.filter
def kind_label(kind: str) -> str:
    """What a kind of file is called."""
    importer = importers().get(kind)
    return str(importer.label) if importer else kind


@register.filter
def told(issue: Issue) -> str:
    """What is wrong, in the language of the page."""
    return issue.message(gettext)


@register.filter
def cure(issue: Issue) -> str:
    return issue.cure(gettext)


@register.filter
def novelty_name(item: dict[str, Any]) -> str:
    """What a novelty of a report is, in the language of the page."""
    return named(item, gettext)


@register.filter
def tone(issue: Issue) -> str:
    return TONES[issue.severity]


@register.filter
def in_words(text: str) -> str:
    """A marked text of a report, in the language of the page."""
    return gettext(text) if text else ""


@register.filter
def wanted_label(name: str, kind: str) -> str:
    """What a column was taken for."""
    wanted = getattr(importers().get(kind), "wanted", ())
    return next((gettext(one.label) for one in wanted if one.name == name), "–")


@register.simple_tag
def sureness(column: dict[str, Any]) -> SafeString:
    """How sure it is what a column of an untidy table is, as a badge."""
    tone, text = ("green", _("sure")) if column["is_sure"] else ("orange", _("look"))
    return format_html('<span class="badge tone-{}">{}</span>', tone, text)


@register.simple_tag
def count_name(name: str) -> str:
    """What a count of a report is called."""
    return gettext(names.count_name(name))


SEVERITIES = {
    Severity.ERROR: gettext_lazy("error"),
    Severity.WARNING: gettext_lazy("warning"),
    Severity.INFO: gettext_lazy("note"),
}


@register.filter
def severity_name(issue: Issue) -> str:
    return str(SEVERITIES[issue.severity])
