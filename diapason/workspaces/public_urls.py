from django.urls import URLPattern, URLResolver, path

from diapason.workspaces.views.invitation import accept_invitation, invitation

urlpatterns: list[URLPattern | URLResolver] = [
    path("invitations/<str:token>/", invitation, name="invitation"),
    path("invitations/<str:token>/acceptance/", accept_invitation, name="accept_invitation"),
]
