"""How quickly people are answered, from the inbox."""

from dataclasses import dataclass
from datetime import datetime

from diapason.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Answers:
    """`median_seconds` None: nothing was answered; `share_in_time` None: nothing called for an answer."""

    median_seconds: float | None
    share_in_time: float | None
    answered: int = 0
