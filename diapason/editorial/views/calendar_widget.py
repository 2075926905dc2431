"""What the widget of month and week (`frontend/calendar`) needs to know; its words are said here, so that they are translated."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from diapason.editorial.models import Post
from diapason.editorial.planner import places, spans
from diapason.editorial.planner.filters import Filters
from diapason.editorial.planner.spans import Span
from diapason.networks.base.marks import marks
from diapason.workspaces.doors import Request


def config(request: Request, filters: Filters, span: Span, today: date) -> dict[str, Any]:
    """Addresses hold `0` in the place of a post's number, and end so that parameters can be added."""
    slug, member = request.workspace.slug, request.member
    return {
        "view": span.view,
        "start": span.start.isoformat(),
        "end": (span.end + spans.DAY).isoformat(),
        "month": span.anchor.isoformat()[:7],
        "today": today.isoformat(),
        "days": f"{reverse('calendar_days', args=[slug])}?{filters.query}",
        "hints": f"{reverse('calendar_hints', args=[slug])}?{filters.query}",
        "list": f"{reverse('calendar', args=[slug])}?view=list&{filters.query}",
        "due": f"{reverse('posts', args=[slug])}?due=",
        "post": places.post_url(slug, 0),
        "move": reverse("calendar_move", args=[slug, 0]),
        "thumb": places.optional("asset_thumbnail", slug, 0),
        "new": places.new_post_url(slug) if member.can("post.write") else "",
        "moves": member.can("post.plan"),
        "marks": {mark.slug: [mark.name, mark.colour, mark.drawn] for mark in marks().values()},
        "statuses": {str(value): str(label) for value, label in Post.Status.choices},
        "words": words(),
    }


def words() -> dict[str, str]:
    return {
        "new": _("New post on {day}"),
        "move": _("Move “{title}”"),
        "more": _("{count} more"),
        "writing": _("To write: {title}"),
        "approval": _("To approve: {title}"),
        "due": _("{count} more deadlines"),
        "failed": _("The calendar could not be read. What you see may be out of date: reload the page."),
        "unmoved": _("The post could not be moved and stays where it was. Check your connection, then try again."),
    }
