from diapason.listening.models.host import Host
from diapason.listening.models.query import Query, Wording
from diapason.listening.models.rule import Rule
from diapason.listening.models.source import Source

__all__ = ["Host", "Query", "Rule", "Source", "Wording"]
