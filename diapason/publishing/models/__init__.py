from diapason.publishing.models.attempt import Attempt, DeliveryStep
from diapason.publishing.models.delivery import Delivery
from diapason.publishing.models.letters import DeliveryLetters
from diapason.publishing.models.pause import Pause

__all__ = ["Attempt", "Delivery", "DeliveryLetters", "DeliveryStep", "Pause"]
