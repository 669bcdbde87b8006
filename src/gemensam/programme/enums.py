# SPDX-License-Identifier: EUPL-1.2
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from gemensam.calc.businesscase import levers, ranges


class AssumptionKind(TextChoices):
    """The levers in their order of use, then what steers time and money."""

    QUALITY = "quality", _("Less unnecessary demand")
    STANDARDISATION = "standardisation", _("One way of working")
    AUTOMATION = "automation", _("Automation and self-service")
    SCALE = "scale", _("Larger scale")
    SPAN = "span", _("Fewer leaders, wider spans")
    SOURCING = "sourcing", _("Contracts and licences")
    PREMISES = "premises", _("Premises")
    CASHED = "cashed", _("Freed time that becomes money")
    DELAY = "delay", _("Delay of the waves, months")
    DIP = "dip", _("Lower productivity for three months after a move")
    RUNNING = "running", _("New permanent cost of the centre")
    EFFICIENCY = "efficiency", _("Efficiency a year, from the second")
    WAGE = "wage", _("Wages, change a year")
    PRICE = "price", _("Prices, change a year")

    @property
    def is_lever(self) -> bool:
        return self.value in set(levers.Lever)

    @property
    def is_months(self) -> bool:
        """Told in months; all others are shares."""
        return self is AssumptionKind.DELAY

    @property
    def is_index(self) -> bool:
        """Moves prices only: outside the simulation, which is in fixed prices."""
        return self in {AssumptionKind.WAGE, AssumptionKind.PRICE}


class Base(TextChoices):
    """What a lever takes from."""

    ALL = levers.Addressable.ALL, _("all cost")
    LABOUR = levers.Addressable.LABOUR, _("personnel")
    OTHER = levers.Addressable.OTHER, _("other than personnel")


class RangeShape(TextChoices):
    PERT = ranges.Shape.PERT, _("Likely value weighs most (PERT)")
    TRIANGULAR = ranges.Shape.TRIANGULAR, _("Triangle")
    UNIFORM = ranges.Shape.UNIFORM, _("All between equally likely")
    EMPIRICAL = ranges.Shape.EMPIRICAL, _("Own readings")


class Stream(TextChoices):
    """The five streams that run through all four phases."""

    ORGANISATION = "organisation", _("Organisation and staffing")
    PROCESSES = "processes", _("Processes and services")
    IT = "it", _("IT and premises")
    GOVERNANCE = "governance", _("Governance and finance")
    CHANGE = "change", _("Change management and communication")


class CostKind(TextChoices):
    """What it takes to get there."""

    TEAM = "team", _("Project team and stand-ins")
    IT = "it", pgettext_lazy("cost of the programme", "IT and premises")
    DOUBLE = "double", _("Double running")
    TRAINING = "training", _("Shadowing and training hours")
    PEOPLE = "people", _("Redeployment and severance")
    CONTINGENCY = "contingency", _("Contingency")


class Strategy(TextChoices):
    """How it is carried out."""

    PLAN = "plan", _("The waves as planned")
    BIG_BANG = "big_bang", _("All at once")
    AREAS = "areas", _("Area by area")
    UNITS = "units", _("Administration by administration")


class StepState(TextChoices):
    """How far a step of the pre-study has come."""

    DONE = "done", _("Done")
    NOW = "now", _("To do now")
    OPEN = "open", _("Can be done")
    AHEAD = "ahead", _("Later")

    @property
    def colour(self) -> str:
        return {
            "done": "green",
            "now": "orange",
            "open": "azure",
            "ahead": "secondary",
        }[self.value]
