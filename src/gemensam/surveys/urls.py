# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from gemensam.surveys import views

app_name = "surveys"
urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("omgang/<int:number>/", views.one_round, name="round"),
    path("omgang/<int:number>/lankar/", views.links, name="links"),
    path("omgang/<int:number>/adresser/", views.addresses, name="addresses"),
    path("omgang/<int:number>/gor/<str:step>/", views.do, name="do"),
    path("svar/<str:token>/", views.answer, name="answer"),
    path("svar/<str:token>/<int:number>/", views.answer, name="answer_for"),
]
