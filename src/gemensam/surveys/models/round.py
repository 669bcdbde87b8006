# SPDX-License-Identifier: EUPL-1.2
from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import get_language

from gemensam.core.database import Guard, period_in_order
from gemensam.core.gate import GatedQuerySet
from gemensam.group.models import Person
from gemensam.surveys.enums import QuestionKind, Recipients, RoundKind, RoundState
from gemensam.surveys.rules import runs_surveys


class RoundQuerySet(GatedQuerySet["Round"]):
    def visible_to(self, person: Person) -> Self:
        return self if runs_surveys(person.standing) else self.none()


class Round(models.Model):
    """People are asked something once: from `opens_on` until the day before `closes_on`."""

    guard = Guard(delete=False)

    kind = models.CharField(max_length=12, choices=RoundKind.choices)
    title = models.CharField(max_length=120)
    state = models.CharField(
        max_length=9, choices=RoundState.choices, default=RoundState.DRAFT
    )
    recipients = models.CharField(max_length=9, choices=Recipients.choices)
    # First and last month that people are asked about.
    about_from = models.DateField()
    about_to = models.DateField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    intro = models.TextField(blank=True)
    contact = models.CharField(max_length=200)
    # What the unions were told, and when (19 § MBL).
    union_notice = models.TextField(blank=True)
    union_noticed_on = models.DateField(null=True)
    step = models.PositiveSmallIntegerField(default=5)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    disposed_at = models.DateTimeField(null=True)  # of what each of those asked said

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            period_in_order("surveys_round_period", "opens_on", "closes_on"),
            models.CheckConstraint(
                name="surveys_round_about",
                condition=models.Q(about_to__gte=models.F("about_from")),
            ),
            models.CheckConstraint(
                name="surveys_round_unions_first",
                condition=~models.Q(state__in=[RoundState.OPEN, RoundState.CLOSED])
                | (
                    models.Q(union_noticed_on__isnull=False)
                    & ~models.Q(union_notice="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def last_day(self) -> date:
        return self.closes_on - timedelta(days=1)

    def takes_answers(self, day: date) -> bool:
        return self.state == RoundState.OPEN and self.opens_on <= day < self.closes_on


def in_language(row: models.Model, field: str) -> str:
    language = "en" if get_language() == "en" else "sv"
    return str(getattr(row, f"{field}_{language}") or getattr(row, f"{field}_sv"))


class Question(models.Model):
    guard = Guard(update=(), delete=False)

    round = models.ForeignKey(Round, models.PROTECT, related_name="questions")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=QuestionKind.choices)
    text_sv = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "order"], name="surveys_question_order"
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return in_language(self, "text")


class Option(models.Model):
    """Something time can go to, in plain words, under a heading."""

    guard = Guard(update=(), delete=False)

    question = models.ForeignKey(Question, models.PROTECT, related_name="options")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12)
    group = models.CharField(max_length=12)
    group_sv = models.CharField(max_length=80)
    group_en = models.CharField(max_length=80, blank=True)
    label_sv = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200, blank=True)
    hint_sv = models.CharField(max_length=400, blank=True)
    hint_en = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "code"], name="surveys_option_once"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_language(self, "label")

    @property
    def hint(self) -> str:
        return in_language(self, "hint")

    @property
    def heading(self) -> str:
        return in_language(self, "group")
