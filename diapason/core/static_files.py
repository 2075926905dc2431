"""Built files are answered before Django is asked: a page then passes one chain of middleware, without a change of thread for each."""

from typing import Any
from wsgiref.headers import Headers

from django.conf import settings
from django.contrib.staticfiles import finders
from servestatic import ServeStaticASGI

HASHED = r"^.+-[A-Z0-9]{8}\.[a-z0-9]+$"  # their name changes with what they hold: kept for ever


def serve_static(application: object) -> ServeStaticASGI:
    """The ASGI `application`, behind the files of every finder under `STATIC_URL`. Files that are added later are seen only with
    `DEBUG`."""
    server = ServeStaticASGI(application, autorefresh=settings.DEBUG, immutable_file_test=HASHED, add_headers_function=protect)
    known: list[Any] = list(finders.get_finders())
    folders = [storage.location for finder in known for storage in finder.storages.values()]
    for folder in reversed(folders):  # of two files of one name the first found counts
        server.add_files(folder, settings.STATIC_URL)
    return server


def protect(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
