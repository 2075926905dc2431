"""Every address of the application. What belongs to a brand is under /w/<slug>/; each app says its own."""

from django.urls import include, path

from diapason.web import urls as web

BRAND = [
    "web.brand_urls",
    "strategy.urls",
    "territory.urls",
    "editorial.urls",
    "media.urls",
    "publishing.urls",
    "links.urls",
    "community.urls",
    "inbox.urls",
    "listening.urls",
    "listening.sources.urls",
    "listening.rules.urls",
    "alerts.urls",
    "crises.urls",
    "insights.urls",
    "workspaces.urls",
    "api.brand_urls",
]
# Addresses outside a brand: short links, guests, feeds, the API.
PUBLIC = [
    "workspaces.public_urls",
    "editorial.public_urls",
    "links.public_urls",
    "listening.public_urls",
    "listening.sources.public_urls",
    "insights.public_urls",
    "territory.public_urls",
    "media.public_urls",
]

urlpatterns = [
    *web.urlpatterns,
    path("accounts/", include("allauth.urls")),
    path("api/", include("diapason.api.urls")),
    *[path("", include(f"diapason.{name}")) for name in PUBLIC],
    path("w/<slug:slug>/", include([path("", include(f"diapason.{name}")) for name in BRAND])),
]

handler400 = "diapason.web.views.problems.bad_request"
handler403 = "diapason.web.views.problems.permission_denied"
handler404 = "diapason.web.views.problems.not_found"
handler500 = "diapason.errors.server_error"
