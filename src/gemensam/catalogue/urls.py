# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from gemensam.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.services, name="services"),
]
