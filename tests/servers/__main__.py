"""Install, check and run the servers by hand: `python -m tests.servers --help`."""

import argparse
import dataclasses
import json
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from types import ModuleType
from typing import Any, NoReturn

from tests.servers import bluesky, cache, clickhouse, mastodon_mock, matrix, wordpress

MODULES: dict[str, ModuleType] = {module.NAME: module for module in (mastodon_mock, matrix, wordpress, bluesky, clickhouse)}

STARTS: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "mastodon_mock": mastodon_mock.start,
    "matrix": matrix.start,
    "wordpress": wordpress.start,
    "bluesky": bluesky.start,
    "bluesky_network": bluesky.start_network,
    "clickhouse": clickhouse.start,
}

CHECKS: dict[str, Callable[[], bool]] = {
    "mastodon_mock": mastodon_mock.installed,
    "matrix": matrix.installed,
    "wordpress": wordpress.installed,
    "bluesky": bluesky.installed,
    "bluesky_network": bluesky.network_installed,
    "clickhouse": clickhouse.installed,
}


def install(names: Sequence[str]) -> int:
    """Install each server; one that cannot be says why and does not stop the others."""
    failed = 0
    for name in names or MODULES:
        try:
            MODULES[name].install(lambda line: print(line, flush=True))
            print(f"{name}: installed", flush=True)
        except cache.NotInstallable as reason:
            print(f"{name}: {reason}", file=sys.stderr, flush=True)
            failed = 1
    return failed


def check() -> int:
    """Say which servers can be started; 1 when one cannot."""
    found = {name: installed() for name, installed in CHECKS.items()}
    for name, there in found.items():
        print(f"{name}: {'installed' if there else 'not installed'}")
    return 0 if all(found.values()) else 1


def start(name: str) -> int:
    """Run one server until it is interrupted."""
    if not CHECKS[name]():
        print(f"{name} is not installed: python -m tests.servers install", file=sys.stderr)
        return 1
    # Both, since a shell starts what runs in the background deaf to interruptions.
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _interrupt)
    with suppress(KeyboardInterrupt), STARTS[name]() as server:
        shown = {key: value for key, value in vars(server).items() if not key.startswith("_")}
        print(json.dumps(shown, default=_plain), flush=True)
        signal.pause()
    return 0


def _plain(value: Any) -> Any:
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else str(value)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def main() -> int:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("install").add_argument("names", nargs="*", metavar="NAME", help=", ".join(MODULES))
    commands.add_parser("start").add_argument("name", choices=STARTS)
    commands.add_parser("check")
    asked = parser.parse_args()
    if asked.command == "install":
        unknown = set(asked.names) - set(MODULES)
        return parser.error(f"no such server: {', '.join(sorted(unknown))}") if unknown else install(asked.names)
    return start(asked.name) if asked.command == "start" else check()


if __name__ == "__main__":
    sys.exit(main())
