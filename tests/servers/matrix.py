"""Matrix: Synapse, by those who write the protocol, with no other server to speak with. In a virtual environment of its own."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from tests.servers import cache, processes

NAME = "matrix"
VERSION = "1.163.2"
DOMAIN = "matrix.test"


@dataclass(frozen=True)
class Account:
    """`@name:matrix.test` and a token that may do all that its person may."""

    id: str
    token: str


@dataclass(frozen=True)
class Room:
    id: str
    alias: str


@dataclass(frozen=True)
class Matrix:
    """A running server with a team's account and a stranger; the team's `room`, and one of the stranger's where it may not speak."""

    url: str
    team: Account
    stranger: Account
    room: Room
    closed: Room
    log: Path

    def said(self, room: Room) -> list[str]:
        """What was said in the team's room, the latest first."""
        found = _call(self.url, self.team, "GET", f"rooms/{room.id}/messages", params={"dir": "b", "limit": 50})
        return [event["content"].get("body", "") for event in found["chunk"] if event["type"] == "m.room.message"]


def python() -> Path:
    """The interpreter of its own environment."""
    return cache.python(NAME, VERSION)


def installed() -> bool:
    """Whether the environment is there, and its interpreter still is."""
    return python().exists()


def install(progress: cache.Progress) -> None:
    cache.install_packages(NAME, VERSION, progress)


@contextmanager
def start() -> Iterator[Matrix]:
    """Run a server with two accounts and two rooms until the block ends."""
    with processes.run_folder(NAME) as run:
        port, secret = processes.free_port(), secrets.token_urlsafe()
        url, config, log = f"http://localhost:{port}", run / "homeserver.yaml", run / "log"
        config.write_text((cache.HERE / NAME / "homeserver.yaml").read_text().format(domain=DOMAIN, port=port, run=run, secret=secret))
        argv: list[str | Path] = [python(), "-m", "synapse.app.homeserver", "--config-path", config]
        cache.run([*argv, "--generate-keys"], cwd=run)
        with processes.running(argv, log=log, ready=lambda: processes.answers(f"{url}/health"), timeout=90, cwd=run):
            team, stranger = (_account(url, name, secret) for name in ("atelier", "olga"))
            yield Matrix(url, team, stranger, _room(url, team, "crew"), _room(url, stranger, "closed"), log)


def _account(url: str, name: str, secret: str) -> Account:
    """https://element-hq.github.io/synapse/latest/admin_api/register_api.html"""
    address, password = f"{url}/_synapse/admin/v1/register", secrets.token_urlsafe()
    nonce = httpx2.get(address).raise_for_status().json()["nonce"]
    signed = hmac.new(secret.encode(), "\0".join([nonce, name, password, "notadmin"]).encode(), hashlib.sha1).hexdigest()
    body = {"nonce": nonce, "username": name, "password": password, "admin": False, "mac": signed}
    made = httpx2.post(address, json=body, timeout=30).raise_for_status().json()
    return Account(made["user_id"], made["access_token"])


def _room(url: str, owner: Account, name: str) -> Room:
    body = {"preset": "private_chat", "room_alias_name": name}
    return Room(_call(url, owner, "POST", "createRoom", json=body)["room_id"], f"#{name}:{DOMAIN}")


def _call(url: str, who: Account, method: str, path: str, **options: Any) -> dict[str, Any]:
    headers = {"authorization": f"Bearer {who.token}"}
    answer = httpx2.request(method, f"{url}/_matrix/client/v3/{path}", headers=headers, timeout=30, **options).raise_for_status()
    return dict(answer.json())
