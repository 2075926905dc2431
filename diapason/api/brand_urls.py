from django.urls import URLPattern, URLResolver, path

from diapason.api.views.tokens import revoke_token, tokens_page
from diapason.api.views.webhook import webhook_page
from diapason.api.views.webhook_acts import pause, remove, replace_secret, restore, resume, send_again, test
from diapason.api.views.webhook_message import webhook_message
from diapason.api.views.webhooks import new_webhook, webhooks_page

ONE = "settings/webhooks/<int:endpoint_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/tokens/", tokens_page, name="tokens"),
    path("settings/tokens/<int:token_id>/revocation/", revoke_token, name="revoke_token"),
    path("settings/webhooks/", webhooks_page, name="webhooks"),
    path("settings/webhooks/new/", new_webhook, name="new_webhook"),
    path(ONE, webhook_page, name="webhook"),
    path(f"{ONE}pause/", pause, name="webhook_pause"),
    path(f"{ONE}resumption/", resume, name="webhook_resumption"),
    path(f"{ONE}secret/", replace_secret, name="webhook_secret"),
    path(f"{ONE}test/", test, name="webhook_test"),
    path(f"{ONE}removal/", remove, name="webhook_removal"),
    path(f"{ONE}restoration/", restore, name="webhook_restoration"),
    path("settings/webhooks/messages/<int:message_id>/", webhook_message, name="webhook_message"),
    path("settings/webhooks/messages/<int:message_id>/resending/", send_again, name="webhook_resending"),
]
