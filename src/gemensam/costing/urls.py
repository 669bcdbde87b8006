# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from gemensam.costing import views

app_name = "costing"
urlpatterns = [
    path("", views.baseline, name="baseline"),
    path("tjanst/<str:code>/", views.service, name="service"),
    path("tjanst/<str:code>/delar/", views.parts, name="parts"),
    path("grov/", views.rough, name="rough"),
    path("omappat/", views.unmapped, name="unmapped"),
    path("huvudbok/", views.ledgers, name="ledgers"),
    path("huvudbok/<int:number>/", views.ledger, name="ledger"),
    path("huvudbok/<int:number>/rader/", views.rows, name="rows"),
    path("verifikation/<int:number>/", views.voucher, name="voucher"),
    path("standardandelar/", views.standards, name="standards"),
    path("standardandelar/fil/", views.standards_file, name="standards_file"),
    path("standardandelar/ny/", views.standard, name="standard_new"),
    path("standardandelar/<int:place>/", views.standard, name="standard"),
    path(
        "standardandelar/gor/<str:step>/",
        views.change_standards,
        name="change_standards",
    ),
]
