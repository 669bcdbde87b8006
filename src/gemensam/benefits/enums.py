# SPDX-License-Identifier: EUPL-1.2
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from gemensam.calc.bridge import Part
from gemensam.calc.quality import Sample, Turned, typical
from gemensam.calc.realised import Light, Reason, Stage
from gemensam.outcomes.enums import GoalMeasure


class Measured(TextChoices):
    """In what places that receive the same service are compared."""

    COST = "cost", _("Cost per unit")
    LEAD = "lead", _("Lead time")
    ON_TIME = "on_time", _("On time")
    RIGHT = "right", _("Right the first time")


class QualityMeasure(TextChoices):
    """What is held against the baseline, in a unit of its own: a share of the cases,
    minutes, corrections a case, points of five."""

    ON_TIME = "on_time", _("On time")
    LEAD_TIME = "lead_time", _("Lead time")
    FIRST_RIGHT = "first_right", _("Right the first time")
    CORRECTIONS = "corrections", _("Corrections")
    SATISFACTION = "satisfaction", _("Satisfaction")

    @property
    def is_share(self) -> bool:
        return self in {QualityMeasure.ON_TIME, QualityMeasure.FIRST_RIGHT}

    @property
    def is_time(self) -> bool:
        return self is QualityMeasure.LEAD_TIME

    @property
    def lower_is_better(self) -> bool:
        return self in {QualityMeasure.LEAD_TIME, QualityMeasure.CORRECTIONS}

    @property
    def goal(self) -> GoalMeasure | None:
        return None if self is QualityMeasure.CORRECTIONS else GoalMeasure(self.value)

    def figure(self, sample: Sample) -> float:
        """What a sample tells; of times the geometric mean."""
        return typical(sample) if self.is_time else sample.mean


class Per(TextChoices):
    """What is compared with what."""

    ADMINISTRATION = "administration", _("By administration")
    UNIT = "unit", _("By unit")


class Version(TextChoices):
    """Which months are looked at, and from where."""

    BASELINE = "baseline", _("Baseline")
    ACTUAL = "actual", _("Outcome")
    LOGS = "logs", _("Cases in logs")


class ComputationState(TextChoices):
    """How far a computation that someone asked for has come."""

    WAITING = "waiting", pgettext_lazy("computation", "waits for its turn")
    RUNNING = "running", pgettext_lazy("computation", "is being computed")
    DONE = "done", pgettext_lazy("computation", "computed")
    FAILED = "failed", pgettext_lazy("computation", "not computed")


class PackKind(TextChoices):
    """What a pack is about."""

    UNIT = "unit", pgettext_lazy("pack", "Unit")
    ADMINISTRATION = (
        "administration",
        pgettext_lazy("pack", "Administration or company"),
    )
    STEERING = "steering", pgettext_lazy("pack", "Steering group")


class PackReader(TextChoices):
    """For whose eyes a pack is written: who answers for what it is about sees all of it;
    who follows the group nothing that concerns fewer than five."""

    OWN = "own", _("Whoever answers for it")
    GROUP = "group", _("Those who follow the group")


class Unsent(TextChoices):
    """Why nobody is told of a pack by mail, where trying again would not help."""

    NOBODY = "nobody", pgettext_lazy("mail", "nobody answers for it")
    NO_ADDRESS = "no-address", pgettext_lazy("mail", "no address")
    NOT_THEIRS = "not-theirs", pgettext_lazy("mail", "may no longer see it")


class SourceKind(TextChoices):
    """What has to come every month before it can be closed."""

    LEDGER = "ledger", _("Ledger")
    STAFF = "staff", _("Staff register")
    UNITS = "units", pgettext_lazy("parts of the organisation", "Units")
    PEOPLE = "people", _("People")
    VOLUMES = "volumes", _("Volumes and meters")
    CASES = "cases", _("Cases from another system")
    TELEPHONY = "telephony", _("Telephony")
    PRESENCE = "presence", _("Presence")

    @property
    def due_day(self) -> int:
        """The day of the next month by which it is to have come, where nobody decided."""
        return 10 if self is SourceKind.LEDGER else 8

    @property
    def is_dated(self) -> bool:
        """Whether it tells of months, and not only of now."""
        return self is not SourceKind.PEOPLE

    @property
    def counts(self) -> str:
        """What its rows add up to, where it is not kronor."""
        if self is SourceKind.TELEPHONY:
            return str(_("calls"))
        if self is SourceKind.VOLUMES:
            return str(pgettext_lazy("volumes", "counted"))
        return str(_("days")) if self is SourceKind.PRESENCE else ""

    @property
    def upload(self) -> str:
        """The kind of file under Files."""
        return "tickets" if self is SourceKind.CASES else self.value


class Arrival(TextChoices):
    """How it is with a source and a month."""

    THERE = "there", pgettext_lazy("source", "has come")
    CAME_LATE = "came_late", pgettext_lazy("source", "came late")
    WAITED_FOR = "waited_for", pgettext_lazy("source", "not due yet")
    EARLY = "early", pgettext_lazy("source", "from before the month ended")
    LATE = "late", pgettext_lazy("source", "late")
    ENDED = "ended", pgettext_lazy("source", "comes no more")

    @property
    def colour(self) -> str:
        return {
            "there": "green",
            "came_late": "orange",
            "waited_for": "secondary",
            "early": "orange",
            "late": "red",
            "ended": "secondary",
        }[self.value]

    @property
    def is_in(self) -> bool:
        return self in {Arrival.THERE, Arrival.CAME_LATE, Arrival.ENDED}


class MoveOrigin(TextChoices):
    """What saved the kronor that a frame is cut by."""

    PROGRAMME = "programme", _("The programme")
    IMPROVEMENT = "improvement", _("An improvement")
    PRICE = "price", _("A price change")


class PostChange(TextChoices):
    """What became of a post since the baseline."""

    ENDED = "ended", _("Post that ended")
    FILLED = "filled", _("Filled again")


class Finding(TextChoices):
    """What a human found of a suspicion."""

    GENUINE = "genuine", pgettext_lazy("suspicion", "It is so: the saving is not whole")
    EXPLAINED = "explained", pgettext_lazy("suspicion", "It has an explanation")


class Suspect(TextChoices):
    """What may be wrong with a saving."""

    TWICE = "twice", _("The same krona saved twice")
    LEFT = "left", _("Cost that stayed or grew")
    MOVED = "moved", _("Cost merely moved")
    QUALITY = "quality", _("Quality fell")


class Rule(TextChoices):
    """By which rule something is suspected."""

    SAME = "same", _("The same decision twice")
    ORIGINS = "origins", _("Two origins of one krona")
    BEYOND = "beyond", _("More moved out of the budget than was saved")
    PRICE = "price", _("A lower price without a lower cost")
    STAYED = "stayed", _("A department that still costs")
    BOUGHT = "bought", _("Units that still buy support")
    ROLES = "roles", _("New support posts in the units")
    HOURS = "hours", _("Time that stayed in the units")
    REBOOKED = "rebooked", _("From support to something else")
    LATE = "late", _("Fewer done on time")
    WRONG = "wrong", _("Fewer right the first time")

    @property
    def suspect(self) -> Suspect:
        return {
            "same": Suspect.TWICE,
            "origins": Suspect.TWICE,
            "beyond": Suspect.TWICE,
            "price": Suspect.TWICE,
            "stayed": Suspect.LEFT,
            "bought": Suspect.LEFT,
            "roles": Suspect.LEFT,
            "hours": Suspect.LEFT,
            "rebooked": Suspect.MOVED,
            "late": Suspect.QUALITY,
            "wrong": Suspect.QUALITY,
        }[self.value]


STAGES = {
    Stage.PROMISED: _("Promised"),
    Stage.DELIVERED: _("Delivered"),
    Stage.CAPACITY_GONE: _("Capacity gone"),
    Stage.BUDGET_MOVED: _("Moved out of the budget"),
    Stage.VERIFIED: _("Verified by a controller"),
}
MEANINGS = {
    Stage.PROMISED: _("The median of the locked savings case, divided by what support cost in the baseline."),
    Stage.DELIVERED: _("Saved in closed months at the baseline’s volumes and prices."),
    Stage.CAPACITY_GONE: _("Posts that ended in support departments and the centre, less those filled again, at what a post cost in the baseline; and what other cost than personnel fell by in the ledgers."),
    Stage.BUDGET_MOVED: _("The frame is cut by decision and it is booked."),
    Stage.VERIFIED: _("A controller has signed."),
}  # fmt: skip
LIGHTS = {
    Light.GREEN: _("green"),
    Light.YELLOW: _("yellow"),
    Light.RED: _("red"),
}
COLOURS = {Light.GREEN: "green", Light.YELLOW: "orange", Light.RED: "red"}
REASONS = {
    Reason.MOVED: _("At least nine tenths of what was promised are moved out of the budget."),
    Reason.NOT_MOVED: _("Delivered, but less than nine tenths are moved out of the budget."),
    Reason.QUALITY: _("Moved out of the budget, but fewer were done on time three months running."),
    Reason.NOT_DELIVERED: _("Less than nine tenths of what was promised are delivered."),
    Reason.NOT_KNOWN: _("Delivered, but a staff register has not come: who is employed is not known."),
    Reason.NO_PROMISE: _("Nothing is promised: no savings case is locked for these months."),
}  # fmt: skip
BRIDGE_PARTS = {
    Part.PRICE: _("Wages and prices"),
    Part.VOLUME: _("Volume"),
    Part.MIX: _("Mix"),
    Part.SCOPE: _("Scope"),
    Part.EFFICIENCY: _("Efficiency"),
    Part.QUALITY: _("Quality"),
}
CLEARS = {
    Rule.SAME: _("Two decisions that truly are two: different minutes, or different items of the budget. Otherwise take the later one back."),
    Rule.ORIGINS: _("Two pieces of work on the service that each took a cost of its own away: show which. Otherwise the krona belongs to one of them; take the other decision back, or register it with the service that it concerns."),
    Rule.BEYOND: _("A saving that is not in the ledgers yet but agreed, or a frame that is cut for another reason and should not be counted here. Otherwise take back what nothing stands behind."),
    Rule.PRICE: _("A loss that is decided on, or an earlier price that was set too high. Otherwise the customer’s lower bill is somebody else’s cost."),
    Rule.STAYED: _("Work that was not to move, which the time survey does not show; posts under notice, or that cannot be divided while part of their work remains; a department with another task from now on, registered as a reorganisation. Otherwise the cost is to go, or the budget."),
    Rule.BOUGHT: _("Purchases that are not support and should be mapped so, or contracts that have not run out. Otherwise order from the centre."),
    Rule.ROLES: _("A title that says support for work that is not, corrected in the list of standard shares; or posts that the centre was to leave in the units. Otherwise they do what the centre is paid for."),
    Rule.HOURS: _("Work beside the centre’s that was to stay in the units, such as to order and to approve, told under the service; or a survey about time before the centre was at work. Otherwise the service is delivered twice: agree who does what, and ask again."),
    Rule.REBOOKED: _("A reorganisation that is not registered yet: register it. Or two changes that only happened at the same time: show what each was for. Otherwise post it as support."),
    Rule.LATE: _("Something that passed, such as a cut-over or a holiday, with the months after it back where they were. Otherwise the saving is paid for by those who wait."),
    Rule.WRONG: _("Something that passed, such as a new routine, with the months after it back where they were. Otherwise the saving is paid for by those who do it again."),
}  # fmt: skip
# What the two sums of each thing that speaks for it are.
COLUMNS = {
    Rule.SAME: (_("Something saved behind it"), _("Decided")),
    Rule.ORIGINS: (_("Saved on the service"), _("Decided, in the months")),
    Rule.BEYOND: (_("Something saved behind it"), _("Moved out of the budget")),
    Rule.PRICE: (_("At the earlier price"), _("At the lower price")),
    Rule.STAYED: (_("Before, or as it ought to be"), _("Now")),
    Rule.BOUGHT: (_("Before, or as it ought to be"), _("Now")),
    Rule.ROLES: ("", ""),
    Rule.HOURS: ("", ""),
    Rule.REBOOKED: (_("Before"), _("Now")),
    Rule.LATE: ("", ""),
    Rule.WRONG: ("", ""),
}
TURNED = {
    Turned.BETTER: pgettext_lazy("quality", "better"),
    Turned.WORSE: pgettext_lazy("quality", "worse"),
    Turned.UNSURE: _("no sure difference"),
    Turned.FEW: _("too few cases"),
    Turned.NO_BASELINE: _("no baseline"),
}
TURNED_COLOURS = {
    Turned.BETTER: "green",
    Turned.WORSE: "red",
    Turned.UNSURE: "secondary",
    Turned.FEW: "secondary",
    Turned.NO_BASELINE: "orange",
}
