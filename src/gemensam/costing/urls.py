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
    path("mappning/", views.mapping, name="mapping"),
    path("mappning/godta/", views.accept, name="accept"),
    path("mappning/utkast/", views.settle, name="settle"),
    path("mappning/regler/", views.mapping_rules, name="mapping_rules"),
    path("mappning/regler/ny/", views.new_rule, name="new_rule"),
    path("mappning/regler/<int:number>/", views.one_rule, name="one_rule"),
    path("mappning/regler/<int:number>/gor/", views.do_rule, name="do_rule"),
    path("mappning/forandringar/", views.mapping_changes, name="mapping_changes"),
    path("mappning/ansvar/<int:entity>/<path:code>/", views.tie, name="tie"),
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
    path("vem-gor-vad/", views.who_does_what, name="who_does_what"),
    path("vem-gor-vad/fraga/", views.ask, name="ask"),
    path("vem-gor-vad/tystnad/<int:number>/", views.silence, name="silence"),
    path("mina-medarbetare/", views.my_units, name="my_units"),
    path("mina-medarbetare/<int:number>/", views.my_people, name="my_people"),
]
