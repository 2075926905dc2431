"""Under /api/: the versions of the API, and their documentation."""

from typing import cast

from django.urls import URLPattern, URLResolver, path, re_path

from diapason.api.v1 import api
from diapason.api.views.reference import reference
from diapason.api.views.unknown import View, as_problem, unknown

v1 = api.urls  # its patterns, and two names for them
for operation in v1[0]:
    operation.callback = as_problem(cast(View, operation.callback))

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/docs", reference, name="api_reference"),
    path("v1/", v1),
    re_path(r"", unknown),
]
