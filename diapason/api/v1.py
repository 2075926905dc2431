"""The first version of the API: its operations, and its description for programs."""

from typing import Any

from django.utils.translation import override
from ninja import NinjaAPI, Schema
from ninja.openapi.schema import OpenAPISchema

from diapason.api import problems
from diapason.api.endpoints import conversations, deciding, deliveries, metrics, spaces, webhooks, writing
from diapason.api.schemas.webhooks import Told
from diapason.api.webhooks import types


def present(schema: dict[str, Any]) -> dict[str, Any]:
    """A filter that is not asked for is left out of the address: there is no null there."""
    kinds = [kind for kind in schema.get("anyOf", []) if kind != {"type": "null"}]
    return (
        {**{name: value for name, value in schema.items() if name not in {"anyOf", "default"}}, **kinds[0]} if len(kinds) == 1 else schema
    )


class FieldError(Schema):
    field: str
    detail: str


class ProblemOut(Schema):
    """RFC 9457. `code` is for programs; `detail` is a sentence in the language of Accept-Language."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldError] | None = None


ERRORS = {
    400: "The body could not be read.",
    401: "No token, or one that no longer works.",
    403: "The token lacks the scope, or the person the permission.",
    404: "Nothing there, in this brand.",
    409: "In conflict with what is there: reload, then decide.",
    422: "Refused values; nothing was changed.",
    429: "Too many requests in this minute.",
}
HEADERS = {
    "RateLimit-Limit": "How many requests of this kind the token may make in a minute.",
    "RateLimit-Remaining": "How many are left in this minute.",
    "RateLimit-Reset": "In how many seconds the minute ends.",
}


SIGNED = ("webhook-id", "webhook-timestamp", "webhook-signature")


class Described(NinjaAPI):
    """With the errors, headers and limits that all operations share."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        schema["components"].setdefault("schemas", {})["Problem"] = ProblemOut.model_json_schema(
            ref_template="#/components/schemas/{model}"
        )
        schema["components"]["schemas"]["FieldError"] = FieldError.model_json_schema()
        schema["components"]["schemas"]["Problem"].pop("$defs", None)
        for operations in schema["paths"].values():
            for operation in operations.values():
                complete(operation)
        schema["webhooks"] = {each.name: {"post": told(each, schema["components"]["schemas"])} for each in (*types.TYPES, types.PING)}
        return schema


def told(kind: types.Type, schemas: dict[str, Any]) -> dict[str, Any]:
    """What a webhook of this type sends; its object joins `schemas`."""
    for schema in (kind.gives, Told):
        found = schema.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(found.pop("$defs", {}))
        schemas[schema.__name__] = found
    data = {
        "properties": {
            "type": {"const": kind.name},
            "data": {"anyOf": [{"$ref": f"#/components/schemas/{kind.gives.__name__}"}, {"type": "null"}]},
        }
    }
    with override("en"):
        summary = str(kind.label)
    body = {"required": True, "content": {"application/json": {"schema": {"allOf": [{"$ref": "#/components/schemas/Told"}, data]}}}}
    headers = [{"name": name, "in": "header", "required": True, "schema": {"type": "string"}} for name in SIGNED]
    responses = {"2XX": {"description": "Taken."}, "410": {"description": "Nothing more is sent."}}
    return {"summary": summary, "tags": ["webhooks out"], "parameters": headers, "requestBody": body, "responses": responses}


def complete(operation: dict[str, Any]) -> None:
    content = {problems.CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    headers = {name: {"description": text, "schema": {"type": "integer"}} for name, text in HEADERS.items()}
    for response in operation["responses"].values():
        response["headers"] = headers
    for parameter in operation.get("parameters", []):
        parameter["schema"] = present(parameter["schema"])
    for status, text in ERRORS.items():
        operation["responses"][status] = {"description": text, "content": content}


api = Described(
    title="Diapason",
    version="1",
    description="Posts, deliveries, conversations and results of one brand: the one that the token was made in.",
    urls_namespace="api-v1",
    docs_url=None,
)
for router in (
    writing.router,  # that of posts too
    deliveries.router,
    deciding.deliveries,
    conversations.router,
    deciding.conversations,
    metrics.router,
    spaces.router,
    webhooks.router,
):
    api.add_router("", router)
problems.install(api)
