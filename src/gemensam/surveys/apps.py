# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "gemensam.surveys"
    label = "surveys"
    verbose_name = _("Surveys")
