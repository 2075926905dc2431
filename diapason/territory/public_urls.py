from django.urls import URLPattern, URLResolver, path

from diapason.territory.views.client_document import client_document
from diapason.territory.views.oauth_return import oauth_return

urlpatterns: list[URLPattern | URLResolver] = [
    path("networks/return/", oauth_return, name="oauth_return"),
    path("networks/<slug:network>/client.json", client_document, name="client_document"),
]
