"""The ASGI application, served by uvicorn."""

import os
from typing import cast

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diapason.settings")

django_application = get_asgi_application()

from django.conf import settings  # noqa: E402  # the settings are named above
from django.urls import get_resolver  # noqa: E402

from diapason.core import memory  # noqa: E402
from diapason.core.body_limit import App, BodyLimit  # noqa: E402
from diapason.core.static_files import serve_static  # noqa: E402

TOO_LARGE = (
    f"Ce fichier dépasse la limite de {settings.MAX_UPLOAD_MB} Mo. Rien n’a été enregistré.\n"
    f"This file is larger than the limit of {settings.MAX_UPLOAD_MB} MB. Nothing was kept.\n"
)
application = BodyLimit(cast(App, serve_static(django_application)), (settings.MAX_UPLOAD_MB + 1) * 1_000_000, TOO_LARGE)
get_resolver().url_patterns  # noqa: B018 - loads every view, rather than at the first request
memory.settle()
