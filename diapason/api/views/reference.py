"""The operations of the API and the webhooks, for people: read from the same description as `openapi.json`."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from diapason.api.v1 import api
from diapason.api.webhooks import types

METHODS = ("get", "post", "put", "patch", "delete")
SCOPE = re.compile(r"\s*Scope: `([^`]*)`\.$")


def reference(request: HttpRequest) -> HttpResponse:
    schema = api.get_openapi_schema()
    found: dict[str, list[dict[str, Any]]] = {}
    for path, operations in schema["paths"].items():
        for method in METHODS:
            if method in operations:
                line = {"method": method.upper(), "path": path, **told(operations[method], schema["components"]["schemas"])}
                found.setdefault(operations[method]["tags"][0], []).append(line)
    context = {"areas": found.items(), "types": [*types.TYPES, types.PING]}
    return render(request, "api/reference.html", context)


def told(operation: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """What it does, the right that it needs, its filters, and the fields of its body (those that are required marked)."""
    description = operation.get("description", "")
    scope = SCOPE.search(description)
    return {
        "summary": with_code(operation["summary"]),
        "more": with_code(SCOPE.sub("", description)),
        "scope": scope[1] if scope else "",
        "filters": [each["name"] for each in operation.get("parameters", []) if each["in"] == "query"],
        "fields": fields(operation, schemas),
    }


def fields(operation: dict[str, Any], schemas: dict[str, Any]) -> list[str]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    schema = schemas.get(body.get("$ref", "").rpartition("/")[2], {})
    return [f"{name}*" if name in schema.get("required", []) else name for name in schema.get("properties", {})]


def with_code(text: str) -> SafeString:
    """What stands between backquotes, as code."""
    parts = text.split("`")
    pieces = [format_html("<code>{}</code>", part) if number % 2 else part for number, part in enumerate(parts)]
    return format_html_join("", "{}", ([piece] for piece in pieces))
