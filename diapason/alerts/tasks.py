"""What the worker does by itself for alerts."""

from procrastinate.contrib.django import app

from diapason.alerts import channels, silences, telling, voices, watching
from diapason.core.jobs import every, in_thread


@app.periodic(cron=every(15))
@app.task(queueing_lock="alerts:look")
@in_thread
def look(timestamp: int) -> None:
    """Four times a minute: an alert has to follow what comes in within one."""
    watching.look_at_all()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="alerts:remind")
@in_thread
def remind(timestamp: int) -> None:
    telling.remind_of_all()


@app.periodic(cron=every(5))
@app.task(queueing_lock="alerts:say")
@in_thread
def say(timestamp: int) -> None:
    channels.say_due()


@app.periodic(cron="4 * * * *")
@app.task(queueing_lock="alerts:silences")
@in_thread
def look_for_silences(timestamp: int) -> None:
    silences.look_at_all()


@app.periodic(cron="23 4 * * *")
@app.task(queueing_lock="alerts:forget")
@in_thread
def forget(timestamp: int) -> None:
    voices.forget()
    channels.forget()
