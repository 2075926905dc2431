"""A space works again. What other apps held back for it goes on: they register here from `apps.ready()`."""

from collections.abc import Callable

from diapason.territory.models import Space
from diapason.workspaces.members import Member

Hook = Callable[[Member, Space], object]
_hooks: list[Hook] = []


def register(hook: Hook) -> None:
    if hook not in _hooks:
        _hooks.append(hook)


def tell(member: Member, space: Space) -> None:
    """Call it in the transaction of the reconnection."""
    for hook in _hooks:
        hook(member, space)
