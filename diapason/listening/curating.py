"""A mention that becomes a post of ours (E6): it quotes, and credits its source."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from diapason.listening.mentions import Mention
from diapason.listening.titles import title

LONGEST = 280  # letters that are quoted: an address has its limits, and so has the right to quote


def address(slug: str, mention: Mention) -> str:
    """Of the form of a new post, filled with the quotation, who said it, and where."""
    given = {"title": shortened(title(mention) or mention.text, 80), "text": quotation(mention), "link": mention.url}
    return f"{reverse('new_post', args=[slug])}?{urlencode({name: value for name, value in given.items() if value})}"


def quotation(mention: Mention) -> str:
    who = mention.author_name or mention.author_handle or mention.site
    return _("“%(said)s” – %(who)s") % {"said": shortened(mention.text or mention.title), "who": who}


def shortened(text: str, longest: int = LONGEST) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"
