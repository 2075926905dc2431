from diapason.alerts.models.alert import Acknowledgement, Alert, Telling
from diapason.alerts.models.loudest import Loudest
from diapason.alerts.models.watch import Duty, Watch

__all__ = ["Acknowledgement", "Alert", "Duty", "Loudest", "Telling", "Watch"]
