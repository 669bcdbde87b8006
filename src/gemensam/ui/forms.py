# SPDX-License-Identifier: EUPL-1.2
from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Forms look alike everywhere: one template a field, errors tied to their field."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
