"""Serves the sandbox networks of the demo brand at DIAPASON_SANDBOX_URL, until told to stop."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from diapason.networks.base.sandbox import Sandbox
from diapason.networks.base.serving import listen, serve


class Command(BaseCommand):
    help = "Serves the sandbox networks of the demo brand. They forget nothing: var/sandbox.json is their memory."

    def handle(self, *args: Any, **options: Any) -> None:
        parts = urlsplit(settings.SANDBOX_URL)
        if parts.hostname not in {"127.0.0.1", "localhost"}:
            raise CommandError("The sandbox is served to this machine only: DIAPASON_SANDBOX_URL must name 127.0.0.1.")
        bound, _url = listen(parts.port or 8001)
        serve(Sandbox(settings.DATA_DIR / "sandbox.json", url=settings.SANDBOX_URL).app, bound, "The sandbox answers")
