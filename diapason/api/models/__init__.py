from diapason.api.models.answer import Answer
from diapason.api.models.token import ApiToken, RateWindow

__all__ = ["Answer", "ApiToken", "RateWindow"]
