"""The API against its own description: whatever is sent, what comes back is what `openapi.json` says, and never a 500.

The same is tried at each run. With `--all`, every boundary of every value is tried too, which takes minutes.
"""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi import checks

from diapason.api import limits
from diapason.api.models import WebhookMessage
from diapason.api.tests.conftest import Api
from diapason.api.tests.test_reading import conversation, delivery
from diapason.core import clock
from diapason.editorial.models import Post, Variant

# Valid data may be refused all the same (a post that is elsewhere, a cursor of another list), with a status that the
# description has: so `positive_data_acceptance` is not one of these.
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.missing_required_header,
    checks.unsupported_method,
    checks.allow_header_conformance,
    checks.ignored_auth,
]


def description(**phases: bool) -> BaseSchema:
    config = {"phases": {name: {"enabled": enabled} for name, enabled in phases.items()}}
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), config=SchemathesisConfig.from_dict(config))


def so_many(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


quick, thorough = description(coverage=False), description(coverage=True)


@pytest.fixture
def shared(db):
    """Requests share the connection, hence the transaction, of the test."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def program(shared, api, brand, space, endpoint, monkeypatch):
    """A program with every right, and one of each thing to act on: `there` gives their numbers by the name of the parameter."""
    for kind in limits.PER_MINUTE:
        monkeypatch.setitem(limits.PER_MINUTE, kind, 1_000_000)
    post = Post.objects.create(workspace=brand, title="Six places left")
    Variant.objects.create(post=post, network=space.network).spaces.add(space)
    message = WebhookMessage.objects.create(workspace=brand, endpoint=endpoint, type="test.ping", created_at=clock.now())
    api.there = {
        "post_id": post.pk,
        "delivery_id": delivery(space, state="needs_person").pk,
        "conversation_id": conversation(space).pk,
        "message_id": message.pk,
    }
    return api


def with_numbers_of(there: dict[str, int], case: schemathesis.Case) -> None:
    """A number drawn from 2^63 is never there: those that are valid become one that is, so that the view is reached."""
    if case.meta and case.meta.generation.mode.is_positive:
        case.path_parameters = {name: there.get(name, value) for name, value in (case.path_parameters or {}).items()}


def ask(case: schemathesis.Case, program: Api) -> None:
    """Asks with the token, unless the headers are all that is wrong in this case: the rest would not be looked at."""
    with_numbers_of(program.there, case)
    wrong = {place for place, component in (case.meta.components.items() if case.meta else ()) if component.mode.is_negative}
    headers = None if wrong == {ParameterLocation.HEADER} else {"Authorization": f"Bearer {program.plain}"}
    case.call_and_validate(headers=headers, checks=CHECKS)


@quick.parametrize()
@so_many(12)
def test_every_operation_answers_as_it_is_described(case, program):
    ask(case, program)


@pytest.mark.thorough
@thorough.parametrize()
@so_many(40)
def test_every_operation_answers_as_it_is_described_at_every_boundary(case, program):
    ask(case, program)
