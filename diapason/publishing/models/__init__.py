from diapason.publishing.models.attempt import Attempt, DeliveryStep
from diapason.publishing.models.delivery import Delivery
from diapason.publishing.models.letters import DeliveryLetters
from diapason.publishing.models.pause import Clearance, Pause

__all__ = ["Attempt", "Clearance", "Delivery", "DeliveryLetters", "DeliveryStep", "Pause"]
