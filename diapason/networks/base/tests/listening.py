"""Somebody who listens to a stream while a test says things."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field

from diapason.networks.base.content import Heard


@dataclass
class Ear:
    """`heard` grows, in the order in which it comes."""

    heard: list[Heard] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [post.text for each in self.heard for post in each.said]

    @property
    def gone(self) -> list[str]:
        return [post for each in self.heard for post in each.gone]

    async def until(self, condition: Callable[[], object], seconds: float = 60) -> None:
        """Waits for what is true once something was heard, or somebody is seen to listen. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110 - a fake that is read says nothing of being read
                await asyncio.sleep(0.01)


@asynccontextmanager
async def listening(stream: AsyncGenerator[Heard]) -> AsyncIterator[Ear]:
    """To the end of the block, which raises what broke the stream."""
    ear = Ear()

    async def listen() -> None:
        async with aclosing(stream) as messages:
            async for each in messages:
                ear.heard.append(each)

    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(listen())
        yield ear
        task.cancel()
