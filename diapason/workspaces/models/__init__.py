from diapason.workspaces.models.event import Event
from diapason.workspaces.models.guest import GuestLink
from diapason.workspaces.models.invitation import Invitation
from diapason.workspaces.models.longtask import LongTask
from diapason.workspaces.models.mail import Mail, MailFile
from diapason.workspaces.models.membership import Membership
from diapason.workspaces.models.notification import Notification
from diapason.workspaces.models.person import Person
from diapason.workspaces.models.workspace import Organisation, Workspace

__all__ = [
    "Event",
    "GuestLink",
    "Invitation",
    "LongTask",
    "Mail",
    "MailFile",
    "Membership",
    "Notification",
    "Organisation",
    "Person",
    "Workspace",
]
