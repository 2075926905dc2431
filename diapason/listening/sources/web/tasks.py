"""What the worker does by itself for pages, articles and hubs."""

from asgiref.sync import sync_to_async
from procrastinate import exceptions
from procrastinate.contrib.django import app

from diapason.core import clock
from diapason.core.jobs import every, in_thread
from diapason.listening.sources.web import articles as waiting_list
from diapason.listening.sources.web import hubs, permission

LAST = -1  # places in the queue: what is read waits for what people do


@app.periodic(cron=every(10))
@app.task(queueing_lock="listening:articles")
async def queue_due_articles(timestamp: int) -> None:
    """Every ten seconds: the sites whose articles wait are queued, once each; what waited too long is heard without its page."""
    while await sync_to_async(waiting_list.hear_late)(clock.now()):
        pass
    for host, waiting in (await sync_to_async(waiting_list.due)(clock.now())).items():
        try:
            await read_articles.configure(queueing_lock=f"listening:articles:{host}", priority=LAST).defer_async(
                host=host, articles=[*waiting]
            )
        except exceptions.AlreadyEnqueued:
            continue


@app.task
async def read_articles(host: str, articles: list[int]) -> None:
    await waiting_list.read_host(host, articles)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="listening:hubs")
@in_thread
def ask_hubs(timestamp: int) -> None:
    """Every minute: the hubs of feeds are asked to tell of their news, or to go on."""
    for pk in hubs.due(clock.now()):
        hubs.ask(pk)


@app.periodic(cron="31 4 * * *")
@app.task(queueing_lock="listening:robots")
@in_thread
def forget_robots(timestamp: int) -> None:
    permission.forget()
