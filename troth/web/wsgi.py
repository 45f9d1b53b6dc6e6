"""The web server's entry. Refuses to start while a declaration is missing or wrong."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth.web.settings")
application = get_wsgi_application()

from troth.privacy.checks import refuse_undeclared  # noqa: E402 — needs the apps loaded

refuse_undeclared()
