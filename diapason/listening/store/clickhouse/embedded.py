"""ClickHouse within this process (chDB), for tests: one process at a time may have a folder open, and a process one folder."""

import threading
from importlib import import_module
from typing import Any

from diapason.listening.store.clickhouse.address import Address
from diapason.listening.store.clickhouse.backends import raised


class Embedded:
    def __init__(self, address: Address) -> None:
        self.address = address
        self.chdb: Any = import_module("chdb")
        self.session: Any = import_module("chdb.session").Session(address.folder)
        self.turn = threading.Lock()

    def run(self, sql: str) -> bytes:
        try:
            with self.turn:
                answer = self.session.query(sql)
        except (self.chdb.ChdbError, RuntimeError) as error:
            raise raised(str(error)) from error
        return bytes(answer.bytes() or b"")

    def insert(self, table: str, columns: str, lines: str) -> None:
        self.run(f"INSERT INTO {table} ({columns}) FORMAT TabSeparated\n{lines}")
