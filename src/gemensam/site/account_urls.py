# SPDX-License-Identifier: EUPL-1.2
"""Only the parts of allauth that are wanted: no sign-up, no second road in."""

from django.urls import path

from allauth.account import views

from gemensam.site.views.demo import demo_sign_in
from gemensam.site.views.password import ChangePassword

urlpatterns = [
    path("logga-in/", views.login, name="account_login"),
    path("logga-ut/", views.logout, name="account_logout"),
    path("losenord/", ChangePassword.as_view(), name="account_change_password"),
    path("demo/", demo_sign_in, name="demo_sign_in"),
]
