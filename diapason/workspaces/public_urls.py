from django.urls import URLPattern, URLResolver, path

from diapason.workspaces.views.invitation import accept_invitation, invitation, invitation_waiting
from diapason.workspaces.views.new_brand import new_brand
from diapason.workspaces.views.profile import delete_account, profile
from diapason.workspaces.views.two_factor import two_factor_needed

urlpatterns: list[URLPattern | URLResolver] = [
    path("brands/new/", new_brand, name="new_brand"),
    path("profile/", profile, name="profile"),
    path("profile/deletion/", delete_account, name="delete_account"),
    path("two-factor/", two_factor_needed, name="two_factor_needed"),
    path("invitation/", invitation_waiting, name="invitation_waiting"),
    path("invitation/acceptance/", accept_invitation, name="accept_invitation"),
    path("invitations/<str:token>/", invitation, name="invitation"),
]
