"""Each test that asks for a `store` runs on every engine."""

import importlib.util

import pytest
from django.conf import settings

from diapason.listening.store import clickhouse, postgres
from diapason.listening.store.clickhouse import backends, schema
from diapason.listening.store.tests.engines import Settled
from tests.servers.clickhouse import Cluster

ABSENT = "skipped: chdb is not installed; bin/test --all installs it (requirements/chdb.txt)"


@pytest.fixture(scope="session")
def _clickhouse_here(tmp_path_factory) -> str:
    """A ClickHouse within this process, one for all tests of the session."""
    if importlib.util.find_spec("chdb") is None:
        pytest.skip(ABSENT)
    return f"chdb:{tmp_path_factory.mktemp('clickhouse')}"


@pytest.fixture
def clickhouse_here(_clickhouse_here, monkeypatch) -> backends.Backend:
    """The same, empty."""
    monkeypatch.setattr(settings, "CLICKHOUSE_URL", _clickhouse_here)
    found = backends.backend()
    schema.clear(found)
    return found


@pytest.fixture
def cluster_here(request, monkeypatch) -> Cluster:
    """Three servers of Debian's, empty."""
    cluster: Cluster = request.getfixturevalue("clickhouse_cluster")
    monkeypatch.setattr(settings, "CLICKHOUSE_URL", cluster.url)
    backends.backend()
    cluster.clear()
    return cluster


@pytest.fixture(params=["postgres", "clickhouse", pytest.param("cluster", marks=pytest.mark.real_server)])
def store(request, db) -> Settled:
    if request.param == "postgres":
        return Settled(postgres, lambda: None, 100)
    if request.param == "cluster":
        return Settled(clickhouse, request.getfixturevalue("cluster_here").clear, 3)
    there = request.getfixturevalue("clickhouse_here")
    return Settled(clickhouse, lambda: schema.clear(there), 25)
