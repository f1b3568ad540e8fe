"""The service as a WSGI application. Law and questions are read before the first visitor comes."""

import os

from django.core.wsgi import get_wsgi_application

from sojourn.config.collecting import keep_what_is_loaded
from sojourn.engine import load_facts, load_law

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sojourn.config.settings")
application = get_wsgi_application()
load_law()
load_facts()
keep_what_is_loaded()
