"""Holds exchanges to the OpenAPI description of Mastodon 4.7 (`../shared/specs/mastodon`)."""

import copy
import functools
import warnings
from urllib.parse import parse_qsl

from openapi_core import Config, OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.templating.paths.exceptions import PathNotFound
from openapi_core.testing import MockRequest, MockResponse

from diapason.networks.conformance import specs
from diapason.networks.conformance.bench import Exchange

HOST = "https://mastodon.example"


def available() -> bool:
    return specs.folder("mastodon") is not None


@functools.cache
def openapi() -> OpenAPI:
    folder = specs.folder("mastodon")
    assert folder
    description = copy.deepcopy(specs.read(folder / "openapi.json"))
    # The kinds of status are told apart by no field: one with text and files is "one of" two of them.
    schema = description["paths"]["/api/v1/statuses"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    schema["anyOf"] = schema.pop("oneOf")
    # The description itself has a null example that a strict reader refuses.
    return OpenAPI.from_dict(description, config=Config(spec_validator_cls=None))


def problems(exchange: Exchange) -> list[str]:
    """What the description has against a request of ours, or against an answer of the fake."""
    sent, answered = exchange.request, exchange.response
    mime = sent.headers.get("content-type", "").split(";")[0]
    if sent.url.path == "/oauth/authorize":
        return []  # a page for people
    args = dict(parse_qsl(sent.url.query.decode()))
    request = MockRequest(
        HOST,
        sent.method.lower(),
        sent.url.path,
        args=args,
        headers=dict(sent.headers),
        data=b"" if mime.startswith("multipart") else sent.content,
        content_type=mime or "application/json",
    )
    response = MockResponse(answered.content, answered.status_code, content_type="application/json")
    found = [] if mime.startswith("multipart") else refusals(openapi().validate_request, request)
    if answered.status_code < 300:
        found += refusals(openapi().validate_response, request, response)
    return [f"{sent.method} {sent.url.path}: {text}" for text in found]


def refusals(validate, *what) -> list[str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it does not enforce this kind of security
            validate(*what)
    except PathNotFound as error:
        return [str(error)]
    except OpenAPIError as error:
        causes = getattr(error.__cause__, "schema_errors", ()) or [error.__cause__ or error]
        return [text for cause in causes for text in deepest(cause)]
    return []


def deepest(error) -> list[str]:
    """The reasons at the bottom of a schema error, which are the ones that tell something."""
    below = getattr(error, "context", None) or []
    if below:
        return [text for one in below for text in deepest(one)]
    return [f"{list(getattr(error, 'path', []))} {getattr(error, 'message', error)}"[:200]]
