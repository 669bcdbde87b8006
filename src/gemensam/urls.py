# SPDX-License-Identifier: EUPL-1.2
from django.urls import include, path

urlpatterns = [
    path("", include("gemensam.site.urls")),
    path("konto/", include("gemensam.site.account_urls")),
    path("tjanster/", include("gemensam.catalogue.urls")),
    path("arenden/", include("gemensam.desk.urls")),
    path("ekonomi/", include("gemensam.costing.urls")),
    path("resultat/", include("gemensam.benefits.urls")),
    path("telefoni/", include("gemensam.telephony.urls")),
    path("enkat/", include("gemensam.surveys.urls")),
    path("program/", include("gemensam.programme.urls")),
]

handler400 = "gemensam.site.views.errors.bad_request"
handler403 = "gemensam.site.views.errors.refused"
handler404 = "gemensam.site.views.errors.missing"
handler500 = "gemensam.site.views.errors.failed"
