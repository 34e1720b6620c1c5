"""The site's settings, with the static files that the tests have collected, and no word of the wrong codes to come."""

import os

from peoplehub.settings import *  # noqa: F403
from peoplehub.settings import LOGGING

STATIC_ROOT = os.environ["STATIC_ROOT"]
LOGGING["loggers"]["django"]["level"] = "ERROR"
