# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from gemensam.telephony import views

app_name = "telephony"
urlpatterns = [
    path("", views.queues, name="queues"),
    path("<int:number>/", views.tie, name="tie"),
]
