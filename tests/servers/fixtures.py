"""The servers as pytest fixtures, one run of each per session; a test that asks for one is marked `real_server`.

Every test of a session shares the run: make your own posts, and count on nothing but them.
"""

from collections.abc import Iterator

import pytest

from tests.servers import bluesky, clickhouse, mastodon_mock, matrix, wordpress


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker, so that this plugin can also be used alone."""
    config.addinivalue_line("markers", "real_server: talks to a server that nobody here wrote")


def _skip_unless(installed: bool, name: str) -> None:
    if not installed:
        pytest.skip(f"skipped: {name} is not installed; bin/test --all installs it")


@pytest.fixture(scope="session")
def bluesky_server() -> Iterator[bluesky.Bluesky]:
    """A data server without notifications or threads: light, for publishing."""
    _skip_unless(bluesky.installed(), "Bluesky")
    with bluesky.start() as server:
        yield server


@pytest.fixture(scope="session")
def bluesky_network() -> Iterator[bluesky.Bluesky]:
    """The whole network: heavier, for what comes back from readers."""
    _skip_unless(bluesky.network_installed(), "Bluesky's whole network")
    with bluesky.start_network() as server:
        yield server


@pytest.fixture(scope="session")
def wordpress_server() -> Iterator[wordpress.WordPress]:
    """A site whose comments are held until approved."""
    _skip_unless(wordpress.installed(), "WordPress")
    with wordpress.start() as server:
        yield server


@pytest.fixture(scope="session")
def mastodon_server() -> Iterator[mastodon_mock.Mastodon]:
    """An emulator that can be told to fail."""
    _skip_unless(mastodon_mock.installed(), "mastodon_mock")
    with mastodon_mock.start() as server:
        yield server


@pytest.fixture(scope="session")
def matrix_server() -> Iterator[matrix.Matrix]:
    """A server of rooms, with one of a team and one that is closed to it."""
    _skip_unless(matrix.installed(), "Matrix")
    with matrix.start() as server:
        yield server


@pytest.fixture(scope="session")
def clickhouse_cluster() -> Iterator[clickhouse.Cluster]:
    """Three servers; a test that kills one starts it again."""
    _skip_unless(clickhouse.installed(), "ClickHouse")
    with clickhouse.start() as cluster:
        yield cluster
