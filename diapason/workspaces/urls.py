from django.urls import URLPattern, URLResolver, path

from diapason.workspaces.views.audit import audit
from diapason.workspaces.views.audit_export import export_audit
from diapason.workspaces.views.first_steps import first_steps
from diapason.workspaces.views.guest_link import create_guest_link, restore_guest_link, revoke_guest_link
from diapason.workspaces.views.invite import invite, resend_invitation, restore_invitation, revoke_invitation
from diapason.workspaces.views.membership import change_role, leave_brand, remove_member, restore_member
from diapason.workspaces.views.settings import settings
from diapason.workspaces.views.team import team

urlpatterns: list[URLPattern | URLResolver] = [
    path("first-steps/", first_steps, name="first_steps"),
    path("settings/", settings, name="settings"),
    path("team/", team, name="team"),
    path("team/invitations/", invite, name="invite"),
    path("team/invitations/<int:invitation_id>/sending/", resend_invitation, name="resend_invitation"),
    path("team/invitations/<int:invitation_id>/revocation/", revoke_invitation, name="revoke_invitation"),
    path("team/invitations/<int:invitation_id>/restoration/", restore_invitation, name="restore_invitation"),
    path("team/members/<int:membership_id>/role/", change_role, name="change_role"),
    path("team/members/<int:membership_id>/removal/", remove_member, name="remove_member"),
    path("team/members/restoration/", restore_member, name="restore_member"),
    path("team/departure/", leave_brand, name="leave_brand"),
    path("team/guests/", create_guest_link, name="create_guest_link"),
    path("team/guests/<int:guest_id>/revocation/", revoke_guest_link, name="revoke_guest_link"),
    path("team/guests/<int:guest_id>/restoration/", restore_guest_link, name="restore_guest_link"),
    path("audit/", audit, name="audit"),
    path("audit/export.csv", export_audit, name="export_audit"),
]
