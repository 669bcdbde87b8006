# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "gemensam.ui"
    label = "ui"
    verbose_name = "Screen kit"
