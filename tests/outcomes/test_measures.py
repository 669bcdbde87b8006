# SPDX-License-Identifier: EUPL-1.2
"""Cells and the sums kept beside them hold the same measures, the sums with more room."""

from django.db.models import DecimalField

from gemensam.outcomes.measures import MEASURES
from gemensam.outcomes.models import Cell, MonthSum

OF_A_CELL = {
    *("id", "scenario", "source", "service", "unit", "provider", "provided_by"),
    *("month", "lead_histogram", "persons", "recorded_at", "superseded_at"),
}
OF_A_SUM = {
    *("id", "scenario", "month", "source", "service", "provider", "provided_by"),
    *("level", "since"),
}
UNITS_AT_MOST = 10_000


def test_both_hold_every_measure_and_nothing_else() -> None:
    for model, others in ((Cell, OF_A_CELL), (MonthSum, OF_A_SUM)):
        named = {field.name for field in model._meta.concrete_fields}
        assert named == set(MEASURES) | others


def test_a_measure_unknown_to_its_source_is_null_and_a_sum_of_cells_has_room() -> None:
    for name in MEASURES:
        one, total = Cell._meta.get_field(name), MonthSum._meta.get_field(name)
        assert one.null
        assert total.null
        if isinstance(one, DecimalField):
            assert isinstance(total, DecimalField)
            assert total.decimal_places == one.decimal_places
            most = 10 ** (total.max_digits - one.max_digits)
            assert most >= UNITS_AT_MOST
        else:
            assert total.get_internal_type() == "BigIntegerField"
