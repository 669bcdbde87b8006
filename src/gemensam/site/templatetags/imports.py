# SPDX-License-Identifier: EUPL-1.2
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from gemensam.core.enums import ImportState
from gemensam.core.models import Import
from gemensam.formats.issues import Issue, Severity

register = template.Library()
TONES = {Severity.ERROR: "red", Severity.WARNING: "orange", Severity.INFO: "azure"}


@register.simple_tag
def import_state(record: Import) -> SafeString:
    state = ImportState(record.state)
    return format_html(
        '<span class="badge tone-{}">{}</span>', state.colour, state.label
    )


@register.filter
def told(issue: Issue) -> str:
    """What is wrong, in the language of the page."""
    return issue.message(gettext)


@register.filter
def cure(issue: Issue) -> str:
    return issue.cure(gettext)


@register.filter
def tone(issue: Issue) -> str:
    return TONES[issue.severity]


NAMES = {
    "rows": gettext_lazy("Rows"),
    "new": gettext_lazy("New"),
    "changed": gettext_lazy("Changed"),
    "same": gettext_lazy("As before"),
    "cases": gettext_lazy("Cases"),
    "events": gettext_lazy("Events"),
    "open": gettext_lazy("Open cases"),
    "never_closed": gettext_lazy("Never closed"),
    "accounts": gettext_lazy("Accounts"),
    "vouchers_new": gettext_lazy("New vouchers"),
    "vouchers_same": gettext_lazy("Vouchers as before"),
    "vouchers_other": gettext_lazy("Vouchers that differ"),
    "konto": gettext_lazy("Account records"),
    "ib": gettext_lazy("Opening balances"),
    "ub": gettext_lazy("Closing balances"),
    "res": gettext_lazy("Results"),
    "psaldo": gettext_lazy("Period balances"),
    "objekt": gettext_lazy("Dimensions and objects"),
    "ver": gettext_lazy("Vouchers"),
    "trans": gettext_lazy("Voucher rows"),
    "unbalanced_ver": gettext_lazy("Unbalanced vouchers"),
    "people": gettext_lazy("People"),
    "people_new": gettext_lazy("New people"),
    "people_gone": gettext_lazy("People no longer there"),
    "employments": gettext_lazy("Employments"),
    "year": gettext_lazy("Year"),
    "invited": gettext_lazy("Invited"),
    "answered": gettext_lazy("Answered"),
    "response_percent": gettext_lazy("Response rate, per cent"),
    "months": gettext_lazy("Months"),
    "rules": gettext_lazy("Rules"),
    "years": gettext_lazy("Years"),
}


@register.simple_tag
def count_name(name: str) -> str:
    """What a count of a report is called."""
    return str(NAMES.get(name, name))


SEVERITIES = {
    Severity.ERROR: gettext_lazy("error"),
    Severity.WARNING: gettext_lazy("warning"),
    Severity.INFO: gettext_lazy("note"),
}


@register.filter
def severity_name(issue: Issue) -> str:
    return str(SEVERITIES[issue.severity])
