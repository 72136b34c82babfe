"""Aplicação WSGI que o granian serve."""

import os

from django.core.wsgi import get_wsgi_application

from multichat.orphans import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "multichat.settings")
if os.environ.get("MULTICHAT_SUPERVISED"):
    die_with_parent()  # o processo de trabalho do granian não sobrevive ao granian
application = get_wsgi_application()
