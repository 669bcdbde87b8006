# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from gemensam.benefits import views

app_name = "benefits"
urlpatterns = [
    path("", views.result, name="result"),
    path("eget/", views.own, name="own"),
    path("rakna/", views.compute, name="compute"),
    path("manad/", views.month, name="month"),
    path("manad/kallor/", views.duties, name="duties"),
    path("manad/kallor/<str:key>/", views.duty, name="duty"),
    path("ramvaxling/", views.budget, name="budget"),
    path("ramvaxling/fil/", views.budget_file, name="budget-file"),
    path("ramvaxling/<int:number>/", views.budget_move, name="budget_move"),
    path("hemtaget/", views.realised, name="realised"),
    path("hemtaget/tjanster/fil/", views.positions_file, name="positions-file"),
    path("misstankar/", views.suspicions, name="suspicions"),
    path("misstankar/<str:key>/", views.suspicion, name="suspicion"),
    path("kvalitet/", views.quality, name="quality"),
    path("kvalitet/arenden/<str:measure>/", views.evidence, name="evidence"),
    path("effektivitet/", views.efficiency, name="efficiency"),
    path("effektivitet/fil/", views.efficiency_file, name="efficiency-file"),
    path("budget/", views.followed, name="followed"),
    path("budget/<str:key>/", views.followed_row, name="followed-row"),
    path("prognos/", views.forecast, name="forecast"),
    path("prognos/fil/", views.forecast_file, name="forecast-file"),
    path("flyttade/", views.moved, name="moved"),
    path("rapporter/", views.packs, name="packs"),
    path("rapporter/<int:number>/", views.pack, name="pack"),
    path("rapporter/<int:number>/pdf/", views.pack_pdf, name="pack-pdf"),
    path("brygga/", views.bridge, name="bridge"),
    path("brygga/fil/", views.bridge_file, name="bridge-file"),
    path("brygga/tjanst/<str:code>/", views.service_bridge, name="service-bridge"),
    path("variation/", views.variation, name="variation"),
    path("variation/<str:code>/", views.service_variation, name="service-variation"),
]
