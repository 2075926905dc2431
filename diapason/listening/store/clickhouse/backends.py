"""Asking a ClickHouse: over HTTP, or within this process."""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, Protocol

from django.conf import settings

from diapason.listening.store.base import Unavailable
from diapason.listening.store.clickhouse.address import Address, parse

PATIENCE = 120  # seconds that a statement may take on the server; we wait a little longer, so that none goes on behind our back


class Refused(Exception):
    """The server understood and said no; `code` is its number for why."""

    def __init__(self, message: str) -> None:
        super().__init__(message[:2000])
        found = re.search(r"[Cc]ode:? (\d+)", message)
        self.code = int(found[1]) if found else 0


class Backend(Protocol):
    address: Address

    def run(self, sql: str) -> bytes:
        """Raises Unavailable where it, or a part of it, does not answer, Refused where it says no."""
        ...

    def insert(self, table: str, columns: str, lines: str) -> None:
        """`lines` are tab-separated. Once it returns, they are on disk wherever they belong."""
        ...


# Of a server that is there, and for the moment cannot: time, network, memory, parts, a replica or the keeper that is gone.
PASSING = {3, 159, 160, 164, 202, 209, 210, 225, 236, 241, 242, 252, 279, 285, 286, 319, 394, 425, 998, 999}


def raised(message: str) -> Exception:
    refused = Refused(message)
    return Unavailable(str(refused)) if refused.code in PASSING else refused


class Http:
    """By clickhouse-connect, an optional requirement. Its connections are shared by the threads of the process."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.given: Any = None

    def client(self) -> Any:
        if self.given is None:
            self.given = self.connect()
        return self.given

    def connect(self) -> Any:
        try:
            offered: Any = import_module("clickhouse_connect.driver.httpclient").HttpClient
        except ImportError as error:
            raise Unavailable("ClickHouse needs clickhouse-connect: pip install -r requirements/clickhouse.txt") from error
        # It would begin by asking for what old servers do not know. We send and read text, and need nothing of it.
        client = type("Client", (offered,), {"_init_common_settings": lambda self, tz_source: None})
        at = self.address
        return client(
            "https" if at.secure else "http",
            at.host,
            at.port,
            at.user,
            at.password,
            at.database,
            send_receive_timeout=PATIENCE + 10,
            autogenerate_session_id=False,
            compress=False,
        )

    def run(self, sql: str) -> bytes:
        return bytes(self.asked("raw_query", sql, settings=self.settings()))

    def insert(self, table: str, columns: str, lines: str) -> None:
        given = {"insert_block": lines.encode(), "fmt": "TabSeparated", "settings": self.settings()}
        self.asked("raw_insert", table, columns.split(", "), **given)

    def settings(self) -> dict[str, Any]:
        spread = {"insert_distributed_sync": 1, "distributed_product_mode": "local"} if self.address.cluster else {}
        return {"max_execution_time": PATIENCE, "distributed_ddl_task_timeout": 20, **spread}

    def asked(self, what: str, *given: Any, **more: Any) -> Any:
        client = self.client()
        exceptions = import_module("clickhouse_connect.driver.exceptions")
        try:
            return getattr(client, what)(*given, **more)
        except exceptions.OperationalError as error:
            raise Unavailable(str(error)) from error
        except exceptions.Error as error:
            raise raised(str(error)) from error


@cache
def opened(url: str) -> Backend:
    address = parse(url)
    if address.folder:
        from diapason.listening.store.clickhouse.embedded import Embedded

        return Embedded(address)
    return Http(address)


def backend() -> Backend:
    """The ClickHouse of this installation, with its tables."""
    from diapason.listening.store.clickhouse import schema

    found = opened(settings.CLICKHOUSE_URL)
    schema.ensure(found)
    return found


def rows(sql: str) -> list[list[Any]]:
    """Numbers of 64 bits may come as text: who reads them knows."""
    answer: Mapping[str, Any] = json.loads(backend().run(f"{sql} FORMAT JSONCompact"))
    return list(answer["data"])


def quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def listed(values: Any) -> str:
    """Numbers or texts, for IN."""
    return ", ".join(quoted(value) if isinstance(value, str) else str(int(value)) for value in values)
