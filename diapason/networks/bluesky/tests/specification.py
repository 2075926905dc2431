"""Holds exchanges to the published lexicons (`../shared/specs/atproto`)."""

import json
from typing import Any

from diapason.networks.bluesky.tests.lexicons import Lexicons
from diapason.networks.conformance import specs
from diapason.networks.conformance.bench import Exchange

PATH = "/xrpc/"


def available() -> bool:
    return specs.folder("atproto") is not None


def lexicons() -> Lexicons:
    folder = specs.folder("atproto")
    assert folder
    return Lexicons(folder / "lexicons")


def problems(exchange: Exchange) -> list[str]:
    """What the lexicons have against a request of ours, or against an answer of the fake."""
    path = exchange.request.url.path
    if not path.startswith(PATH):
        return []  # OAuth, which no lexicon describes
    nsid, known = path.removeprefix(PATH), lexicons()
    method, _ = known.definition(nsid)
    found = [*of_request(known, method, exchange, nsid)]
    if exchange.response.status_code < 300 and "schema" in method.get("output", {}):
        found += known.problems(method["output"]["schema"], exchange.response.json(), nsid)
    return [f"{nsid}: {text}" for text in found]


def of_request(known: Lexicons, method: dict[str, Any], exchange: Exchange, nsid: str) -> list[str]:
    request = exchange.request
    if request.method != {"query": "GET", "procedure": "POST"}[method["type"]]:
        return [f"{request.method} for a {method['type']}"]
    if method["type"] == "query":
        schema = method.get("parameters", {"type": "params"})
        unknown = set(request.url.params) - set(schema.get("properties", {}))
        return [f"unknown parameter {name}" for name in unknown] + list(known.problems(schema, typed(schema, request.url.params), nsid))
    schema = method.get("input", {}).get("schema")
    if not schema:
        return []
    body = json.loads(request.content)
    unknown = set(body) - set(schema["properties"])
    return [f"unknown field {name}" for name in unknown] + list(known.problems(schema, body, nsid)) + record_problems(known, body)


def typed(schema: dict[str, Any], params: Any) -> dict[str, Any]:
    """The parameters of a query as the lexicon types them."""
    return {name: read(inner["type"], params.get_list(name)) for name, inner in schema.get("properties", {}).items() if name in params}


def read(kind: str, values: list[str]) -> Any:
    if kind == "array":
        return values
    if kind == "integer":
        return int(values[0])
    return values[0] == "true" if kind == "boolean" else values[0]


def record_problems(known: Lexicons, body: dict[str, Any]) -> list[str]:
    if "record" not in body:
        return []
    definition, nsid = known.definition(body["collection"])
    unknown = set(body["record"]) - set(definition["record"]["properties"]) - {"$type"}
    return [f"unknown property {name}" for name in unknown] + list(known.problems(definition, body["record"], nsid))
