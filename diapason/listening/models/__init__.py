from diapason.listening.models.annotation import Annotation
from diapason.listening.models.article import Article, Robots
from diapason.listening.models.care import Care, CareDay, Rereading, Why
from diapason.listening.models.digest import Issue, Subscription
from diapason.listening.models.habit import Habit
from diapason.listening.models.handling import Handling
from diapason.listening.models.host import Host
from diapason.listening.models.hub import HubSubscription
from diapason.listening.models.place import DeclinedPlace
from diapason.listening.models.query import Query, Wording
from diapason.listening.models.retention import Retention
from diapason.listening.models.rule import Rule
from diapason.listening.models.saved_view import SavedView
from diapason.listening.models.source import Source
from diapason.listening.models.wire import Wire

__all__ = [
    "Annotation",
    "Article",
    "Care",
    "CareDay",
    "DeclinedPlace",
    "Habit",
    "Handling",
    "Host",
    "HubSubscription",
    "Issue",
    "Query",
    "Rereading",
    "Retention",
    "Robots",
    "Rule",
    "SavedView",
    "Source",
    "Subscription",
    "Why",
    "Wire",
    "Wording",
]
