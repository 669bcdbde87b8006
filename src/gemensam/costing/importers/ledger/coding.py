# SPDX-License-Identifier: EUPL-1.2
"""Which dimension of a file is cost centre, activity, project, counterpart."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gemensam.formats.issues import mark
from gemensam.formats.sie.records import Dimension, ObjectList

ROLES = ("cost_centre", "activity", "project", "counterpart")
ROLE_NAMES = {
    "cost_centre": mark("cost centre"),
    "activity": mark("activity code"),
    "project": mark("project"),
    "counterpart": mark("counterpart"),
}

# SIE reserves 1 (kostnadsställe) and 6 (projekt); from 20 on numbers are free and only
# the name tells (SIE 4C, §8).
RESERVED = {"1": "cost_centre", "6": "project"}
NAMED = {
    "cost_centre": ("kostnadsställe", "ansvar", "resultatenhet", "kst"),
    "activity": ("verksamhet", "aktivitet"),
    "project": ("projekt",),
    "counterpart": ("motpart",),
}


@dataclass(slots=True)
class Coding:
    """Dimension number → role; the first dimension that fits a role has it."""

    roles: dict[str, str] = field(default_factory=dict)

    @classmethod
    def remembered(cls, mapping: Mapping[str, str]) -> "Coding":
        return cls({number: role for number, role in mapping.items() if role in ROLES})

    def see(self, dimension: Dimension) -> None:
        """Take in a dimension the file declares."""
        if dimension.number in self.roles or dimension.parent:
            return
        role = self._guess(dimension)
        if role and role not in self.roles.values():
            self.roles[dimension.number] = role

    @staticmethod
    def _guess(dimension: Dimension) -> str | None:
        if dimension.number in RESERVED:
            return RESERVED[dimension.number]
        name = dimension.name.casefold()
        for role, words in NAMED.items():
            if any(name.startswith(word) for word in words):
                return role
        return None

    def split(
        self, objects: ObjectList
    ) -> tuple[str, str, str, str, dict[str, str] | None]:
        """An object list as the four columns and what is left."""
        found = dict.fromkeys(ROLES, "")
        other = {}
        for dimension, code in objects:
            role = self.roles.get(dimension) or RESERVED.get(dimension)
            if role and not found[role]:
                found[role] = code
            else:
                other[dimension] = code
        centre, activity, project, counterpart = (found[role] for role in ROLES)
        return centre, activity, project, counterpart, other or None
