"""Under /api/: the versions of the API, and their documentation."""

from django.urls import URLPattern, URLResolver, path, re_path

from diapason.api.v1 import api
from diapason.api.views.reference import reference
from diapason.api.views.unknown import unknown

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/docs", reference, name="api_reference"),
    path("v1/", api.urls),
    re_path(r"^v1(/.*)?$", unknown),
]
