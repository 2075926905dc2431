"""Serves the sandbox networks of the demo brand at `DIAPASON_SANDBOX_URL`, and remembers them in the data folder."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from diapason.networks.base.sandbox import Sandbox
from diapason.networks.base.serving import listen, serve


class Command(BaseCommand):
    help = "Serve the sandbox networks of the demo brand."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=None, help="instead of that of DIAPASON_SANDBOX_URL")

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"] or urlsplit(settings.SANDBOX_URL).port or 80
        bound, url = listen(port)
        sandbox = Sandbox(settings.DATA_DIR / "sandbox.json", url=settings.SANDBOX_URL)
        serve(sandbox.app, bound, f"ready sandbox {url}")
