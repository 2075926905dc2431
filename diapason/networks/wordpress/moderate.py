"""What becomes of a comment on the site."""

from diapason.networks.base.connection import Connection
from diapason.networks.wordpress import client

STATES = ("approved", "hold", "spam", "trash")


async def set_state(connection: Connection, remote_id: str, state: str) -> None:
    """Moves a comment to one of STATES. The same state again changes nothing, so this may be repeated."""
    if state not in STATES:
        raise ValueError(state)
    await client.act(connection, f"/wp/v2/comments/{remote_id}", {"status": state}, _fields="id,status")
