"""A direct message to people of the team: a status of visibility `direct` that names them (`POST /api/v1/statuses`)."""

from dataclasses import replace

from diapason.core.crypto import Sealed
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import Permanent
from diapason.networks.mastodon.client import call, read

LONGEST = 480  # letters; hardly any instance allows fewer


async def greet(connection: Connection) -> str:
    me = await read(speaking(connection), "/api/v1/accounts/verify_credentials")
    return f"@{me.get('acct', '')} → {' '.join(people(connection))}"


async def tell(connection: Connection, text: str, key: str) -> None:
    """The server recognises the key for an hour."""
    body = {"status": f"{' '.join(people(connection))} {text}"[:LONGEST], "visibility": "direct"}
    await call(speaking(connection), "POST", "/api/v1/statuses", mutation=True, json=body, headers={"Idempotency-Key": key})


def people(connection: Connection) -> list[str]:
    """The addresses that were typed, each with its @."""
    typed = str(connection.credentials.get("handle", "")).replace(",", " ").split()
    if not typed:
        raise Permanent("Nobody is named.", code="nobody_named")
    return [f"@{each.removeprefix('@')}" for each in typed]


def speaking(connection: Connection) -> Connection:
    """As the account whose token was typed."""
    return replace(connection, credentials=Sealed(access=connection.credentials.get("token", "")))
