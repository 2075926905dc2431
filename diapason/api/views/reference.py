"""The operations of the API, for people: read from the same description as `openapi.json`."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from diapason.api.v1 import api

METHODS = ("get", "post", "put", "patch", "delete")


def reference(request: HttpRequest) -> HttpResponse:
    found: dict[str, list[dict[str, Any]]] = {}
    for path, operations in api.get_openapi_schema()["paths"].items():
        for method in METHODS:
            if method in operations:
                operation = operations[method]
                line = {"method": method.upper(), "path": path, "summary": operation["summary"], "more": operation.get("description", "")}
                found.setdefault(operation["tags"][0], []).append(line)
    return render(request, "api/reference.html", {"areas": found.items()})
