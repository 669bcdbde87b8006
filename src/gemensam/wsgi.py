# SPDX-License-Identifier: EUPL-1.2
import os

from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from gemensam.core.set_up import set_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gemensam.settings")
set_up()
application = WSGIHandler()

from gemensam.site.warm import warm_up  # noqa: E402  Django is set up only now

warm_up(application)
connections.close_all()  # This thread answers nobody.
