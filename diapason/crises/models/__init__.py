from diapason.crises.models.level import Level
from diapason.crises.models.playbook import Playbook, PlaybookContact, PlaybookRole, PlaybookTask
from diapason.crises.models.review import Lesson, Proposal, Review
from diapason.crises.models.room import Closing, Crisis, Entry, Seat, Task
from diapason.crises.models.statement import Statement, StatementApproval, StatementUse

__all__ = [
    "Closing",
    "Crisis",
    "Entry",
    "Lesson",
    "Level",
    "Playbook",
    "PlaybookContact",
    "PlaybookRole",
    "PlaybookTask",
    "Proposal",
    "Review",
    "Seat",
    "Statement",
    "StatementApproval",
    "StatementUse",
    "Task",
]
