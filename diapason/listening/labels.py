"""What mentions are, in words: tones, intents, kinds and languages."""

from babel import Locale, UnknownLocaleError
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from diapason.listening.mentions import Sentiment

TONES: dict[str, Promise] = {"negative": _("Negative"), "neutral": _("Neutral"), "positive": _("Positive")}
INTENTS: dict[str, Promise] = {
    "question": _("Question"),
    "complaint": _("Complaint"),
    "request": _("Request"),
    "praise": _("Praise"),
    "offer": _("Offer"),
    "spam": _("Spam"),
    "other": _("Other"),
}
ASPECTS: dict[str, Promise] = {
    "price": pgettext_lazy("aspect", "Price"),
    "delivery": pgettext_lazy("aspect", "Delivery"),
    "service": pgettext_lazy("aspect", "Service"),
    "quality": pgettext_lazy("aspect", "Quality"),
    "app": pgettext_lazy("aspect", "Site and application"),
    "returns": pgettext_lazy("aspect", "Returns and refunds"),
    "choice": pgettext_lazy("aspect", "Choice and stock"),
    "place": pgettext_lazy("aspect", "Place and waiting"),
    "safety": pgettext_lazy("aspect", "Safety and data"),
}
PARTS: dict[str, Promise] = {
    "image": _("Image"),
    "video": _("Video"),
    "link": _("Link"),
    "place": _("Place"),
    "author": _("Author"),
    "title": _("Title"),
}
KINDS: dict[str, Promise] = {
    "article": _("Article"),
    "comment": _("Comment"),
    "mention": _("Mention"),
    "message": _("Message"),
    "page": _("Page"),
    "post": _("Post"),
    "review": _("Review"),
    "thread": _("Thread"),
    "video": _("Video"),
}


def of_sentiment(sentiment: Sentiment | None) -> str:
    return str(TONES[sentiment.name.lower()]) if sentiment is not None else ""


def of_aspect(name: str) -> str:
    return str(ASPECTS.get(name, name))


def of_language(code: str) -> str:
    """« français » in French, « French » in English; the code itself where it has no name."""
    try:
        return str(Locale.parse((get_language() or "en")[:2]).languages.get(code, code))
    except (ValueError, UnknownLocaleError):
        return code
