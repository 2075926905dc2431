"""The pages of a client without an account."""

from django.urls import URLPattern, path

from diapason.editorial.views import guest

urlpatterns: list[URLPattern] = [
    path("r/<str:token>/", guest.guest_review, name="guest_review"),
    path("r/<str:token>/", guest.guest_review, name="guest"),  # by the name under which the team's page offers it
    path("r/<str:token>/posts/<int:post_id>/decision/", guest.guest_decision, name="guest_decision"),
    path("r/<str:token>/files/<path:name>", guest.guest_file, name="guest_file"),
]
