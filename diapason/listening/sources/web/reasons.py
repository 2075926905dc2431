"""Why a page could not be had, in the reader's words. What was known of it without the page is heard all the same."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WHOLE = "whole"
REASONS: dict[str, Promise | str] = {
    "robots": _("The site asks machines not to read this page (robots.txt)."),
    "reserved": _("The page asks not to be kept elsewhere."),
    "sold": _("The page is for those who pay for it."),
    "closed": _("The site keeps this page for people who sign in."),
    "gone": _("The page is no longer at its address."),
    "refused": _("The site refuses to give this page."),
    "private": _("The address leads to a private network, which Diapason does not open."),
    "not_a_page": _("What is at this address is not a page."),
    "too_large": _("The page is larger than 3 MB."),
    "too_heavy": _("The page is made in a way that takes too long or too much memory to read."),
    "around": _("The address leads from one place to another without end."),
    "unreachable": _("The site could not be reached, or answered too slowly."),
    "busy": _("Too many pages of this site waited to be read."),
    "short": _("The page holds no more text than the feed."),
    "no_part": _("Nothing of the page is where the selector says."),
    "empty": _("The page holds no text."),
}


def sentence(code: str) -> str:
    """Empty for a page that was had, and for codes of another time."""
    return str(REASONS.get(code, ""))
