from diapason.alerts.models.alert import Acknowledgement, Alert, Telling
from diapason.alerts.models.channel import Channel, Word
from diapason.alerts.models.loudest import Loudest
from diapason.alerts.models.watch import Duty, Watch

__all__ = ["Acknowledgement", "Alert", "Channel", "Duty", "Loudest", "Telling", "Watch", "Word"]
