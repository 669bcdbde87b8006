# SPDX-License-Identifier: EUPL-1.2
"""How the fields of forms are drawn. No database is asked."""

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import override

import pytest


class Form(forms.Form):
    plain = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("a", "A")])
    own = forms.ChoiceField(choices=[("", "alla"), ("-", "---------")])


@pytest.mark.parametrize(("language", "word"), [("sv", "Välj"), ("en", "Choose")])
def test_nothing_chosen_is_said_in_words(language: str, word: str) -> None:
    with override(language):
        drawn = Form()
        plain, own = str(drawn["plain"]), str(drawn["own"])
    assert f'<option value="" selected>{word}</option>' in plain
    assert '<option value="a">A</option>' in plain
    assert '<option value="" selected>alla</option>' in own
    assert '<option value="-">---------</option>' in own


def test_what_is_chosen_stays_so() -> None:
    drawn = str(Form({"plain": "a"})["plain"])
    assert '<option value="a" selected>A</option>' in drawn
