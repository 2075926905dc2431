"""A brand that hears things and has rules."""

from collections.abc import Callable
from typing import Any

import pytest

from diapason.listening.models import Rule
from diapason.listening.rules import managing
from diapason.listening.tests.conftest import ask, owner, said, source  # noqa: F401 - fixtures


@pytest.fixture
def rule(owner) -> Callable[..., Rule]:  # noqa: F811 - a fixture
    def make(**given: Any) -> Rule:
        return managing.add(owner, Rule(**({"name": "A rule"} | given)))

    return make
