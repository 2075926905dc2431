"""What every page's shell needs: the person, the brand, its counts, the assets."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"member": getattr(request, "member", None), "workspace": getattr(request, "workspace", None), "demo": settings.DEMO}
