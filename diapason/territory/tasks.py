"""What the worker does by itself for spaces."""

from asgiref.sync import sync_to_async
from procrastinate.contrib.django import app

from diapason.core.jobs import in_thread
from diapason.territory import checking, connect
from diapason.territory.models import Space

MOST_AT_A_TIME = 200


@app.periodic(cron="* * * * *")
@app.task(name="territory.check", queueing_lock="territory.check")
async def check(timestamp: int) -> None:
    """Every minute, those whose hour has come and those whose access was just refused."""
    await checking.check_all(await sync_to_async(due)())


def due() -> list[Space]:
    return list(checking.due()[:MOST_AT_A_TIME])


@app.periodic(cron="20 * * * *")
@app.task(name="territory.warn", queueing_lock="territory.warn")
@in_thread
def warn(timestamp: int) -> None:
    checking.warn_of_endings()
    connect.forget_the_late()
