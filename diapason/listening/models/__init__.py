from diapason.listening.models.query import Query, Wording
from diapason.listening.models.source import Source

__all__ = ["Query", "Source", "Wording"]
