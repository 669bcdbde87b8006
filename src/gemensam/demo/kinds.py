# SPDX-License-Identifier: EUPL-1.2
"""What sort of support each kind of unit asks for, per employee unless said."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """`size` is the mean number of monthly paid employees at scale 1.

    `activity` is the code of the ledger's activity dimension with its name.
    """

    size: float
    hourly: float
    scheduled: float
    pcs: float
    shared: float
    pupils: float
    tablets: float
    phones: float
    purchases: float
    customers: float
    systems: float
    activity: tuple[str, str]


PROFILES = {
    "office": Profile(
        21, 0.02, 0.0, 1.0, 0.05, 0, 0.5, 0.9, 1.6, 0.6, 3.0,
        ("92000", "Gemensam administration"),
    ),
    "preschool": Profile(
        24, 0.28, 0.5, 0.35, 0.2, 0, 1.6, 0.3, 0.8, 1.3, 0.3,
        ("40700", "Förskola"),
    ),
    "school": Profile(
        61, 0.2, 0.2, 0.9, 0.1, 6.2, 0.6, 0.3, 0.9, 0.5, 0.4,
        ("44000", "Grundskola"),
    ),
    "upper": Profile(
        105, 0.1, 0.1, 1.0, 0.1, 8.4, 0.3, 0.3, 1.0, 0.5, 0.6,
        ("45000", "Gymnasieskola"),
    ),
    "adult_ed": Profile(
        34, 0.1, 0.1, 1.0, 0.2, 3.0, 0.3, 0.4, 0.9, 0.6, 0.8,
        ("47200", "Vuxenutbildning"),
    ),
    "health": Profile(
        42, 0.02, 0.0, 1.0, 0.0, 0, 0.6, 0.9, 0.5, 0.1, 1.0,
        ("44900", "Elevhälsa"),
    ),
    "care_home": Profile(
        61, 0.5, 1.0, 0.12, 0.35, 0, 0.5, 0.5, 0.9, 1.9, 0.3,
        ("51300", "Särskilt boende, äldre"),
    ),
    "home_care": Profile(
        47, 0.55, 1.0, 0.12, 0.2, 0, 1.0, 0.9, 0.5, 2.4, 0.4,
        ("51000", "Hemtjänst"),
    ),
    "lss": Profile(
        41, 0.45, 1.0, 0.15, 0.3, 0, 0.5, 0.5, 0.6, 1.0, 0.3,
        ("51500", "Insatser enligt LSS"),
    ),
    "nursing": Profile(
        44, 0.12, 0.7, 0.9, 0.2, 0, 0.7, 1.0, 0.8, 0.3, 1.4,
        ("51800", "Kommunal hälso- och sjukvård"),
    ),
    "social": Profile(
        35, 0.03, 0.05, 1.0, 0.05, 0, 0.5, 0.9, 1.3, 0.9, 1.8,
        ("55000", "Individ- och familjeomsorg"),
    ),
    "library": Profile(
        18, 0.1, 0.2, 1.0, 0.9, 0, 0.4, 0.3, 1.2, 0.8, 1.5,
        ("31600", "Bibliotek"),
    ),
    "arts": Profile(
        24, 0.05, 0.1, 0.8, 0.2, 0, 0.4, 0.4, 1.3, 1.4, 0.8,
        ("31500", "Allmän kulturverksamhet"),
    ),
    "leisure": Profile(
        25, 0.3, 0.4, 0.5, 0.3, 0, 0.5, 0.6, 1.8, 2.6, 0.7,
        ("34000", "Idrotts- och fritidsanläggningar"),
    ),
    "technical": Profile(
        34, 0.03, 0.1, 0.9, 0.05, 0, 0.6, 0.9, 2.4, 2.6, 2.2,
        ("23000", "Fysisk och teknisk planering"),
    ),
    "cleaning": Profile(
        66, 0.15, 0.6, 0.06, 0.06, 0, 0.6, 0.5, 0.4, 0.1, 0.1,
        ("94000", "Lokalvård"),
    ),
    "kitchen": Profile(
        104, 0.2, 0.5, 0.1, 0.15, 0, 0.2, 0.3, 2.2, 0.3, 0.2,
        ("93000", "Måltidsservice"),
    ),
    "company": Profile(
        39, 0.02, 0.1, 0.9, 0.05, 0, 0.6, 1.0, 2.9, 5.5, 2.6,
        ("80000", "Affärsverksamhet"),
    ),
}  # fmt: skip
SCHOOL_KINDS = ("school", "upper", "adult_ed")
