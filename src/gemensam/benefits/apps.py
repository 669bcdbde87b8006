# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BenefitsConfig(AppConfig):
    name = "gemensam.benefits"
    label = "benefits"
    verbose_name = _("Benefits")
