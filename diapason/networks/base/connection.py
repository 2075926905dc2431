"""What a connector is given to work with: an address, credentials, limits and a client. Never a database row."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2

from diapason.core.crypto import Sealed
from diapason.networks.base.content import Attachment

Load = Callable[[Attachment], Awaitable[bytes]]
Keep = Callable[[Sealed], Awaitable[None]]
Turn = Callable[[], AbstractAsyncContextManager[Sealed | None]]


async def no_files(attachment: Attachment) -> bytes:
    raise LookupError(f"No storage was given to read {attachment.file}.")


async def not_kept(credentials: Sealed) -> None:
    """For a connection that is not of a saved space."""


@asynccontextmanager
async def own_turn() -> AsyncIterator[Sealed | None]:
    """For a connection that shares its credentials with no other process."""
    yield None


@dataclass(slots=True)
class Connection:
    """`declared` is what the server said of its own limits (it beats the manifest); `load` reads a file of ours;
    `keep` saves refreshed credentials before they are used; `turn` lets one process at a time refresh them, and gives
    those that are saved now (another may just have done it)."""

    base_url: str
    http: httpx2.AsyncClient
    credentials: Sealed = field(default_factory=Sealed)
    account_id: str = ""
    handle: str = ""
    declared: dict[str, Any] = field(default_factory=dict)
    load: Load = no_files
    keep: Keep = not_kept
    turn: Turn = own_turn

    def __repr__(self) -> str:
        return f"Connection({self.base_url}, {self.handle})"


@dataclass(frozen=True, slots=True)
class Connected:
    """What connecting a space gives: who we are there, with which credentials and limits."""

    account_id: str
    handle: str
    name: str
    base_url: str
    credentials: Sealed
    url: str = ""
    avatar_url: str = ""
    declared: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Authorization:
    """Where the person is sent to allow us, and what must be kept (sealed) until they come back."""

    url: str
    state: str
    secrets: Sealed = field(default_factory=Sealed)


@dataclass(frozen=True, slots=True)
class Health:
    """The account answered; `declared` refreshes the limits, `expires_in` (seconds) warns of an access that ends."""

    handle: str
    name: str = ""
    avatar_url: str = ""
    declared: dict[str, Any] = field(default_factory=dict)
    expires_in: int | None = None
