"""What jobs of the queue share."""

from collections.abc import Callable
from functools import wraps

from django.db import close_old_connections


def in_thread[**P, T](work: Callable[P, T]) -> Callable[P, T]:
    """For a plain function: Procrastinate runs it in a thread of its own, whose database connection must not outlive it."""

    @wraps(work)
    def done(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return work(*args, **kwargs)
        finally:
            close_old_connections()

    return done
