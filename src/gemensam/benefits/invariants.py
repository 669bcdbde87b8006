# SPDX-License-Identifier: EUPL-1.2
"""What must hold of what was told."""

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_lazy as _

from gemensam.benefits.models import Pack
from gemensam.core.canonical import digest_of
from gemensam.core.ports import Finding, Invariant


def packs_are_unchanged() -> Iterator[Finding]:
    for pack in Pack.objects.order_by("pk").iterator(200):
        told = {"content": pack.content, "figures": pack.figures}
        if digest_of(told) != pack.digest:
            what = gettext("its words or figures are not those that were kept")
            yield Finding("packs", str(pack), what)


INVARIANTS = (
    Invariant("packs", _("Every monthly report is as it was made"), packs_are_unchanged),
)  # fmt: skip
