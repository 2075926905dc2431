"""Tags about people and what they are told."""

from django import template

from diapason.workspaces import notices
from diapason.workspaces.models import Notification

register = template.Library()


@register.filter
def notice(notification: Notification) -> str:
    """The sentence of a notification, in the reader's language."""
    return notices.sentence(notification)
