from diapason.inbox.models.conversation import Conversation
from diapason.inbox.models.goal import AnswerGoal
from diapason.inbox.models.message import Message, Raw
from diapason.inbox.models.note import Note
from diapason.inbox.models.presence import Presence
from diapason.inbox.models.saved_reply import SavedReply
from diapason.inbox.models.standing import Closure, Hold

__all__ = ["AnswerGoal", "Closure", "Conversation", "Hold", "Message", "Note", "Presence", "Raw", "SavedReply"]
