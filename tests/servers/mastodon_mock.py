"""mastodon_mock: an emulator of the Mastodon API with a memory, by people who test their own clients with it.

It is an emulator: what it accepts is no proof that a real server would. It lives in a virtual environment of its own.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from tests.servers import cache, processes

NAME = "mastodon_mock"
VERSION = "0.6.1"

_PEOPLE = {"atelier": "Atelier Lumière", "olga": "Olga", "yanis": "Yanis"}


@dataclass(frozen=True)
class Account:
    """An account of the server and a token that may read, write, follow and push for it."""

    id: str
    username: str
    token: str


@dataclass(frozen=True)
class Mastodon:
    """A running emulator with a brand's account and two strangers, of whom Olga follows the brand."""

    url: str
    brand: Account
    stranger: Account
    other: Account
    log: Path

    def fail(self, method: str, path: str, effect: Mapping[str, Any], times: int = 1) -> None:
        """Make the next `times` requests go wrong. `path` may hold `*`.

        `effect` is one of `{"type": "status", "status": 503, "body": …, "headers": …}`, `{"type": "ratelimit"}`,
        `{"type": "malformed"}`, `{"type": "latency", "delay_ms": …}`, `{"type": "timeout", "delay_ms": …}`. The act is
        not done in any of them, except a latency that the client waits for: for an act whose answer is lost, see
        `tests.servers.lossy`.
        """
        rule = {"match": {"methods": [method], "path": path}, "effect": dict(effect), "count": times}
        httpx2.post(f"{self.url}/api/v1/_mock/faults", json=rule).raise_for_status()

    def heal(self) -> None:
        """Forget every failure that was asked for."""
        httpx2.delete(f"{self.url}/api/v1/_mock/faults").raise_for_status()


def python() -> Path:
    """The interpreter of its own environment."""
    return cache.python(NAME, VERSION)


def installed() -> bool:
    """Whether the environment is there, and its interpreter still is."""
    return python().exists()


def install(progress: cache.Progress) -> None:
    cache.install_packages(NAME, VERSION, progress)


@contextmanager
def start() -> Iterator[Mastodon]:
    """Run an emulator with three accounts and no post until the block ends."""
    with processes.run_folder(NAME) as run:
        port = processes.free_port()
        url, log, config = f"http://localhost:{port}", run / "log", run / "config.toml"
        config.write_text(_config(run))
        argv: list[str | Path] = [python(), "-m", "mastodon_mock", "serve", "--in-memory", "--config", config, "--port", str(port)]
        with processes.running(argv, log=log, ready=lambda: processes.answers(f"{url}/api/v2/instance"), timeout=90, cwd=run):
            brand, stranger, other = (_account(url, name) for name in _PEOPLE)
            yield Mastodon(url, brand, stranger, other, log)


def _token(name: str) -> str:
    return f"{name}-token"


def _account(url: str, name: str) -> Account:
    headers = {"authorization": f"Bearer {_token(name)}"}
    known = httpx2.get(f"{url}/api/v1/accounts/verify_credentials", headers=headers).raise_for_status().json()
    return Account(known["id"], name, _token(name))


def _config(run: Path) -> str:
    accounts = "".join(
        f'[[seed.accounts]]\nusername = "{name}"\ndisplay_name = "{shown}"\naccess_token = "{_token(name)}"\n'
        for name, shown in _PEOPLE.items()
    )
    return (
        f'title = "Emulator"\nmedia_storage_path = "{run / "media"}"\n'
        "[auth]\nenforce_scopes = true\n"
        f'{accounts}[[seed.follows]]\nfollower = "olga"\nfollowing = "atelier"\n'
    )
