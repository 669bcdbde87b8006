# SPDX-License-Identifier: EUPL-1.2
from django import forms

from gemensam.catalogue.models import Area


class QueueForm(forms.Form):
    """Which area a queue is for; empty for none."""

    area = forms.ModelChoiceField(queryset=Area.objects.all(), required=False)
