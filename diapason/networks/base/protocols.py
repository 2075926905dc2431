"""The contracts of a network's files, for those who write one. The conformance suite checks them.

A file is a module with these functions; the file is the capability. All are asynchronous but the pure ones, and raise
only the five words of `errors`.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol

from diapason.core.crypto import Sealed
from diapason.networks.base.connection import Authorization, Connected, Connection, Health
from diapason.networks.base.content import Author, Batch, Content, Figure, Heard, Incoming, Problem, RemotePost, Result, Step
from diapason.networks.base.counting import Limits


class Auth(Protocol):
    """`auth.py`. The manifest's `[auth] methods` says which exist: `password` (fields of a form), `oauth`."""

    async def connect(self, connection: Connection, fields: dict[str, str]) -> Connected:
        """Signs in with what the person typed. `connection.base_url` is the server that they named."""

    async def authorize(self, connection: Connection, redirect_uri: str) -> Authorization:
        """Registers us on that server when needed, and says where to send the person."""

    async def complete(self, connection: Connection, redirect_uri: str, secrets: Sealed, answer: dict[str, str]) -> Connected:
        """The person came back with `answer` (the query of the return address)."""

    async def check(self, connection: Connection) -> Health:
        """Asks the network who we are: read only. Raises Reauth where the access no longer works."""


class Publish(Protocol):
    """`publish.py`."""

    def limits(self, connection_declared: dict[str, object]) -> Limits:
        """Text limits, those that the server declared first."""

    def check(self, content: Content, declared: dict[str, object]) -> list[Problem]:
        """All that would make the network refuse this content, and what is unwise. Pure."""

    def plan(self, content: Content, key: str) -> list[Step]:
        """The mutations, in order. Pure, and the same for the same content and key (a UUID of the delivery)."""

    async def perform(self, connection: Connection, step: Step, done: list[Result]) -> Result:
        """Makes one mutation, once. `done` are the results of the steps before. Anything unclear raises Unknown."""

    async def find(self, connection: Connection, step: Step, done: list[Result], since: datetime) -> Result | None:
        """Looks whether the step was carried out; None when the network shows nothing of it. Read only.

        `since` is when the first attempt at the step began: the same words published before it are another post.
        """

    async def delete(self, connection: Connection, remote_id: str) -> None:
        """Deletes our post. What is already gone is a success."""

    async def recent(self, connection: Connection, limit: int) -> list[RemotePost]:
        """Our latest posts, newest first."""


class Converse(Protocol):
    """`converse.py`. `STREAMS: tuple[str, ...]` names what is read."""

    async def read(self, connection: Connection, stream: str, cursor: str) -> Batch:
        """What came in since `cursor` (empty: the most recent page only). Re-reading is harmless."""

    def replay(self, connection: Connection, payload: dict[str, object], thread_id: str, subject_id: str) -> Incoming:
        """The message of a payload kept as `Incoming.raw`, mapped again after the mapping was mended. Pure.

        Left out where `raw` does not hold all that the message is made from.
        """


class Moderate(Protocol):
    """`moderate.py`. `STATES` names what may become of somebody's comment."""

    async def set_state(self, connection: Connection, remote_id: str, state: str) -> None:
        """Moves a comment to a state. The same state again changes nothing, so this may be repeated."""


class Listen(Protocol):
    """`listen.py`. `EVERY` is how many seconds to leave between two readings, `PAUSE` between two questions to its host where a second
    is too little. `ARTICLES = True`: an entry announces what stands at its address, where its whole text may be asked for.
    `EVERYBODY = True`: everybody speaks there, and only what is looked for is worth keeping.

    A message may say more in its `data`: `title`, `kind` (`thread`, `comment`, `article`…) and `country`."""

    async def read(self, connection: Connection, cursor: str) -> Batch:
        """What is new since `cursor` (empty: what is there now). Re-reading is harmless."""


class Search(Protocol):
    """`search.py`. `EVERY`, `PAUSE`, `ARTICLES` and `data` are as in `Listen`. A manifest whose `[auth] open` is true is searched without
    an account, at its `default_base_url`."""

    async def find(self, connection: Connection, words: str, cursor: str) -> Batch:
        """Public posts with these words, or with this `#tag`, since `cursor` (empty: the most recent page). Re-reading is harmless."""


class Stream(Protocol):
    """`stream.py`. The manifest's `[stream]` says whether an account is needed (`account`), whether one tag may be heard alone (`tags`),
    and where a network is heard that needs none (`servers`: they all tell the same, and a place heard on one is good for the others)."""

    async def find(self, connection: Connection, address: str) -> str:
        """The address of what can be heard on that server. Opens it. Raises Permanent where there is nothing of the kind."""

    def hear(self, connection: Connection, address: str, words: str, cursor: str) -> AsyncIterator[Heard]:
        """All that is said in public from `cursor` on (empty: from now on), or with this `#tag`, until the connection ends, which raises
        Temporary. `address` is what `find` gave. Nothing is left out, and what comes twice does no harm."""

    async def introduce(self, connection: Connection, address: str, ids: list[str]) -> dict[str, Author]:
        """Who these accounts are, where the messages do not say; those that are not known are left out."""


class Insights(Protocol):
    """`insights.py`. `POST_METRICS` and `ACCOUNT_METRICS` name what the network gives."""

    async def posts(self, connection: Connection, remote_ids: list[str]) -> dict[str, list[Figure]]:
        """Figures by remote id; a post that is gone is absent."""

    async def account(self, connection: Connection) -> list[Figure]: ...


class Tell(Protocol):
    """`tell.py`: a few words to people of the team, outside of any space. What is typed so that it works is in the manifest's
    `[[tell.fields]]` (`name`, `secret`), and comes as the credentials of the connection."""

    async def greet(self, connection: Connection) -> str:
        """Whom or what it reaches, in the network's own words. Read only. Raises Reauth or Permanent for what was typed wrong."""

    async def tell(self, connection: Connection, text: str, key: str) -> None:
        """Says it once. Where the network recognises `key`, the same key again says nothing twice."""
