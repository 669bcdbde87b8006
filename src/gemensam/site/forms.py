# SPDX-License-Identifier: EUPL-1.2
from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST = 512 << 20  # bytes


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "It is read and reported first; you decide whether it is imported."
        ),
    )


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(choices=(("commit", ""), ("undo", "")))
