from diapason.territory.models.grant import SpaceGrant
from diapason.territory.models.pending import PendingConnection
from diapason.territory.models.space import Space
from diapason.territory.models.stream import Stream

__all__ = ["PendingConnection", "Space", "SpaceGrant", "Stream"]
