# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from gemensam.site.views import (
    folder,
    imports,
    organisation,
    presence,
    start,
    technical,
)

app_name = "site"
urlpatterns = [
    path("", start.start, name="start"),
    path("health", technical.health, name="health"),
    path("sprak/", technical.language, name="language"),
    path("ljus/", technical.theme, name="theme"),
    path("tillganglighet/", technical.accessibility, name="accessibility"),
    path("filer/", imports.imports, name="imports"),
    path("filer/nu/<str:kind>/", imports.upload, name="upload"),
    path("filer/mapp/", folder.folder, name="folder"),
    path("filer/mapp/titta/", folder.look, name="look"),
    path("filer/<int:number>/", imports.one_import, name="import"),
    path("filer/<int:number>/beslut/", imports.decide, name="decide"),
    path("filer/<int:number>/kolumner/", imports.correct, name="correct"),
    path("narvaro/", presence.presence, name="presence"),
    path("organisation/", organisation.organisation, name="organisation"),
]
