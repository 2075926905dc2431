"""The words for each problem, and its cure. A network's own codes are said by its strings: `problems.<code>`, `cures.<code>`."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diapason.networks.base.registry import Network

Words = tuple[Promise | str, Promise | str]

SENTENCES: dict[str, Words] = {
    "empty": (_("There is nothing to publish yet."), _("Write a text, or add an image.")),
    "too_long": (
        _("The text is too long by %(over)s (%(maximum)s at most)."),
        _("Shorten it, write a text for this network alone, or cut it into a thread where that is allowed."),
    ),
    "no_thread": (_("This network has no threads."), _("Shorten the text to one message.")),
    "title_too_long": (_("The title is too long (%(maximum)s characters at most)."), _("Shorten the title.")),
    "too_many_images": (_("There are too many images (%(maximum)s at most)."), _("Remove some, or choose them for this network.")),
    "too_many_videos": (_("There are too many videos (%(maximum)s at most)."), _("Remove some, or choose them for this network.")),
    "mixed_media": (_("This network does not take images and videos together."), _("Keep the images or the video.")),
    "image_type": (_("This network does not take images of the type %(type)s."), _("Replace the image by a JPEG.")),
    "alt_too_long": (_("An alternative text is too long (%(maximum)s characters at most)."), _("Shorten it for this network.")),
    "image_ratio": (_("An image is too wide or too tall for this network (ratio %(ratio)s)."), _("Crop it to one of the ratios proposed.")),
    "video_type": (_("This network does not take videos of the type %(type)s."), _("Export the video as MP4 (H.264).")),
    "video_too_large": (_("The video is too heavy (%(maximum_mb)s MB at most)."), _("Export it at a lower quality, or shorten it.")),
    "video_too_long": (_("The video is too long (%(maximum)s seconds at most)."), _("Shorten it.")),
    "video_too_short": (_("The video is too short (%(minimum)s seconds at least)."), _("Choose a longer one.")),
    "no_poll": (_("This network has no polls."), _("Remove the poll for this network, or the network.")),
    "poll_options": (_("A poll has from %(minimum)s to %(maximum)s answers here."), _("Add or remove answers.")),
    "poll_option_length": (_("An answer of the poll is too long (%(maximum)s characters at most)."), _("Shorten it.")),
    "poll_duration": (_("This network does not take a poll of that duration."), _("Choose another duration.")),
    "poll_with_media": (_("This network does not take a poll with images or videos."), _("Keep the poll or the media.")),
    "alt_missing": (
        _("An image has no alternative text: people who do not see it will not know what it shows."),
        _("Describe what it shows, or say that you publish it without."),
    ),
    "rights_ended": (_("The rights to “%(title)s” will have ended."), _("Replace it, or extend its rights in the library.")),
    "links_not_measured": (
        _("A link to your site does not say where visitors come from."),
        _("Turn the tagging of links on in the brand’s settings."),
    ),
}


def say(code: str, values: dict[str, Any], network: Network | None = None) -> tuple[str, str]:
    """The sentence and the cure, in the reader's language."""
    own = own_words(network, code, values)
    if own:
        return own
    sentence, cure = SENTENCES.get(code, (code, ""))
    return str(sentence) % values if values else str(sentence), str(cure)


def own_words(network: Network | None, code: str, values: dict[str, Any]) -> tuple[str, str] | None:
    """What the network's strings say of it (`problems.<code>`, `cures.<code>`), where they do."""
    if network is None:
        return None
    key, cure = f"problems.{code}", f"cures.{code}"
    if network.say(key) == key:
        return None
    return network.say(key, **values), network.say(cure) if network.say(cure) != cure else ""
