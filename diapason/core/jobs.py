"""What jobs of the queue share."""

from collections.abc import Callable
from functools import wraps

from django.db import close_old_connections


def every(seconds: int) -> str:
    """A cron of that period, for `app.periodic`: its field of seconds is the last of six. `seconds` divides a minute."""
    if seconds < 1 or 60 % seconds:
        raise ValueError(f"{seconds} does not divide a minute")
    return f"* * * * * */{seconds}"


def in_thread[**P, T](work: Callable[P, T]) -> Callable[P, T]:
    """For a plain function: Procrastinate runs it in a thread of its own, whose database connection must not outlive it."""

    @wraps(work)
    def done(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return work(*args, **kwargs)
        finally:
            close_old_connections()

    return done
