"""The names of a sheet in the reader's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diapason.editorial import sheet
from diapason.networks.base import registry

LABELS: dict[str, Promise | str] = {
    "title": _("Title"),
    "text": _("Text"),
    "brief": _("Brief"),
    "content_type": _("Content type"),
    "language": _("Language"),
    "market": _("Market"),
    "seo_keywords": _("Search keywords"),
    "call_to_action": _("Call to action"),
    "link": _("Link"),
    "hashtags": _("Hashtags"),
    "partners": _("Mentions and partners"),
    "objective": _("Objective"),
    "persona": _("Persona"),
    "campaign": _("Campaign"),
    "assignee": _("Writer"),
    "writing_due": _("Writing deadline"),
    "approval_due": _("Approval deadline"),
    "publish_at": _("Publication"),
    "publish_second": _("Publication"),
    "media": _("Media"),
    "spaces": _("Spaces"),
    "own_text": _("Text of its own"),
    "excerpt": _("Summary"),
    "thread": _("Thread"),
    "numbering": _("Numbering"),
    "own_media": _("Media of its own"),
    "poll": _("Poll"),
    "poll_hours": _("Duration of the poll"),
    "poll_multiple": _("Several answers"),
    "first_comment": _("First comment"),
    "alt_waived": _("Without alternative text"),
    "options": _("Options"),
}


def label(name: str) -> str:
    """`v.<network>.text` is “Network · Text”."""
    known = sheet.parse(name)
    if known is None:
        return name
    said = str(LABELS[known.part])
    network = registry.networks().get(known.network)
    return f"{network} · {said}" if network else said
