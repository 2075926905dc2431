from diapason.api.models.answer import Answer
from diapason.api.models.token import ApiToken
from diapason.api.models.webhook import WebhookAttempt, WebhookEndpoint, WebhookMessage

__all__ = ["Answer", "ApiToken", "WebhookAttempt", "WebhookEndpoint", "WebhookMessage"]
