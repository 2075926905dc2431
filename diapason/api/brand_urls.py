from django.urls import URLPattern, URLResolver, path

from diapason.api.views.tokens import revoke_token, tokens_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/tokens/", tokens_page, name="tokens"),
    path("settings/tokens/<int:token_id>/revocation/", revoke_token, name="revoke_token"),
]
