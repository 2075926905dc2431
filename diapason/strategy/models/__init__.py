from diapason.strategy.models.campaign import Campaign
from diapason.strategy.models.objective import Objective, Target
from diapason.strategy.models.persona import Persona

__all__ = ["Campaign", "Objective", "Persona", "Target"]
