# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from gemensam.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("ko/", views.queue, name="queue"),
    path("over-loftet/", views.late, name="late"),
    path("bestall/<str:code>/", views.order, name="order"),
    path("loggar/", views.logs, name="logs"),
    path("loggar/<int:number>/", views.log, name="log"),
    path("lage/", views.situation, name="situation"),
    path("lage/del/", views.part, name="part"),
    path("lage/avdelningar/", views.branches, name="branches"),
    path("lage/kategorier/", views.categories, name="categories"),
    path("lage/kategorier/knyt/", views.tie_service, name="tie-service"),
    path("lage/avdelningar/knyt/", views.tie, name="tie"),
    path("<str:number>/", views.case, name="case"),
    path("<str:number>/gor/<str:step>/", views.do, name="do"),
]
