import asyncio

from diapason.core import companions


async def test_a_companion_that_fails_is_started_again_until_the_worker_stops(monkeypatch):
    monkeypatch.setattr(companions, "AGAIN", 0.01)
    stop, third = asyncio.Event(), asyncio.Event()
    begun: list[int] = []

    async def run(stop: asyncio.Event) -> None:
        begun.append(len(begun))
        if len(begun) < 3:
            raise RuntimeError
        third.set()
        await stop.wait()

    task = asyncio.create_task(companions.keep("a test", run, stop))
    await asyncio.wait_for(third.wait(), 5)
    stop.set()
    await asyncio.wait_for(task, 1)
    assert begun == [0, 1, 2]


def test_the_worker_runs_the_sender_of_webhooks_beside_its_queue():
    assert "the sender of webhooks" in companions._declared
