# SPDX-License-Identifier: EUPL-1.2
"""What must hold of what went to the gate."""

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_lazy as _

from gemensam.core.canonical import digest_of
from gemensam.core.ports import Finding, Invariant
from gemensam.programme.models import CaseVersion


def versions_are_unchanged() -> Iterator[Finding]:
    for version in CaseVersion.objects.select_related("case"):
        if digest_of(version.content) != version.digest:
            what = gettext("its content is not what was locked")
            yield Finding("savings", str(version), what)


def waterfalls_add_up() -> Iterator[Finding]:
    """Baseline and steps make the target, in the whole and in every part, to the öre."""
    for version in CaseVersion.objects.select_related("case"):
        for year, told in version.content["result"]["waterfall"].items():
            for walk in (told["whole"], *told["parts"].values()):
                off = walk["baseline"] + sum(walk["steps"].values()) - walk["target"]
                if off:
                    what = gettext("{ore} öre are missing between baseline and target")
                    yield Finding(
                        "waterfall", f"{version} {year}", what.format(ore=off)
                    )


INVARIANTS = (
    Invariant("savings", _("Every locked savings case is as it was locked"), versions_are_unchanged),
    Invariant("waterfall", _("Every locked savings case adds up to the öre"), waterfalls_add_up),
)  # fmt: skip
