"""Where a ClickHouse is, as `DIAPASON_CLICKHOUSE_URL` says it."""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from diapason.core.env import SettingError

EXAMPLE = "clickhouse://name:password@host:8123/database?cluster=mentions"


@dataclass(frozen=True, slots=True)
class Address:
    """`cluster`: where tables are spread over machines, its name in the configuration of the servers; `replicated`: each part of them
    is on several. `folder`: of a ClickHouse within this very process (chDB)."""

    host: str = ""
    port: int = 8123
    user: str = "default"
    password: str = ""
    database: str = "default"
    secure: bool = False
    cluster: str = ""
    replicated: bool = False
    folder: str = ""


def parse(url: str) -> Address:
    """Raises SettingError."""
    parts = urlsplit(url)
    if parts.scheme == "chdb":
        return Address(folder=parts.path)
    more = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.scheme not in {"clickhouse", "clickhouses"} or not parts.hostname or more.keys() - {"cluster", "replicated"}:
        raise SettingError(f"DIAPASON_CLICKHOUSE_URL does not name a ClickHouse; write it as in {EXAMPLE}.")
    secure = parts.scheme == "clickhouses"
    return Address(
        host=parts.hostname,
        port=parts.port or (8443 if secure else 8123),
        user=unquote(parts.username or "default"),
        password=unquote(parts.password or ""),
        database=parts.path.strip("/") or "default",
        secure=secure,
        cluster=more.get("cluster", ""),
        replicated=more.get("replicated", "") == "yes",
    )
