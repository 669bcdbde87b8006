# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from gemensam.programme import views

app_name = "programme"
urlpatterns = [
    path("", views.prestudy, name="road"),
    path("underlag/", views.report_list, name="reports"),
    path("underlag/<int:number>/", views.report, name="report"),
    path("underlag/<int:number>/pdf/", views.report_pdf, name="report-pdf"),
    path("mal/", views.goals, name="goals"),
    path("mal/vision/", views.write_vision, name="vision"),
    path("mal/nytt/", views.write_goal, name="goal"),
    path("kalkyl/", views.cases, name="cases"),
    path("kalkyl/ny/", views.new_case, name="new_case"),
    path("kalkyl/version/<int:number>/", views.version, name="version"),
    path("kalkyl/<int:number>/", views.case, name="case"),
    path("kalkyl/<int:number>/villkor/", views.terms, name="terms"),
    path("kalkyl/<int:number>/kopia/", views.copy, name="copy"),
    path("kalkyl/<int:number>/fornya/", views.renewed, name="renew"),
    path("kalkyl/<int:number>/las/", views.lock, name="lock"),
    path("kalkyl/<int:number>/antaganden/", views.assumptions, name="assumptions"),
    path("kalkyl/<int:number>/antaganden/nytt/", views.narrow, name="narrow"),
    path(
        "kalkyl/<int:number>/antaganden/<int:which>/",
        views.assumption,
        name="assumption",
    ),
    path(
        "kalkyl/<int:number>/antaganden/<int:which>/ta-bort/",
        views.forget,
        name="forget",
    ),
    path("kalkyl/<int:number>/samband/", views.tie, name="tie"),
    path("kalkyl/<int:number>/kostnader/", views.costs, name="costs"),
    path("kalkyl/<int:number>/kostnader/rad/", views.spend, name="spend"),
    path("kalkyl/<int:number>/simulering/", views.simulation, name="simulation"),
    path("kalkyl/<int:number>/strategi/", views.strategies, name="strategies"),
    path("kalkyl/<int:number>/strategi/valj/", views.choose, name="choose"),
]
