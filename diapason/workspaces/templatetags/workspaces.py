"""Tags about people and what they are told."""

from django import template
from django.utils.translation import gettext as _

from diapason.workspaces import notices, sentences
from diapason.workspaces.models import Event, Notification

register = template.Library()


@register.filter
def notice(notification: Notification) -> str:
    """The sentence of a notification, in the reader's language."""
    return notices.sentence(notification)


@register.filter
def said(event: Event) -> str:
    """What an event says, in the reader's language."""
    return sentences.sentence(event)


@register.filter
def actor(event: Event) -> str:
    """Who did it: a person, a client who came through a link, or the application itself."""
    if event.guest:
        return _("%(name)s (client)") % {"name": event.guest}
    return str(event.person or "Diapason")
