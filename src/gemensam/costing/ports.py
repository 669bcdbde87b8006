# SPDX-License-Identifier: EUPL-1.2
"""What costing asks of higher rooms: how many units their cases were."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedVolume:
    """Units of a service delivered to a unit in a month by a provider's unit."""

    service: int
    unit: int
    provided_by: int | None
    count: int
    persons: int | None


class VolumeSource(Protocol):
    def volumes(self, month: date) -> Iterable[CountedVolume]: ...


_sources: list[VolumeSource] = []


def register_volumes(source: VolumeSource) -> None:
    _sources.append(source)


def counted_volumes(month: date) -> list[CountedVolume]:
    return [volume for source in _sources for volume in source.volumes(month)]
