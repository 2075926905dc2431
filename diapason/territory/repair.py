"""What went wrong with a space, what is safe, what to do: in the reader's words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diapason.networks.base.errors import NetworkError
from diapason.networks.base.registry import Network
from diapason.territory.models import Space

SHARED: dict[str, Promise | str] = {
    "address_refused": gettext_lazy(
        "This is a private or local address, which Diapason does not open. Whoever runs this installation can trust it."
    ),
    "file_missing": gettext_lazy("A file of this post is no longer in the library."),
}
WORDS: dict[str, Promise | str] = {
    "temporary": gettext_lazy("The server could not be reached, or answered badly. Try again in a few minutes."),
    "unknown": gettext_lazy("The server’s answer was lost. Try again in a few minutes."),
    "rate_limited": gettext_lazy("The server asks to slow down. Try again in a few minutes."),
    "permanent": gettext_lazy("The server refused."),
    "reauth": gettext_lazy("The server refuses our access. Connect the space again."),
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """`said` are the server's own words, in whatever language it speaks."""

    what: str
    safe: str
    said: str = ""
    needs_person: bool = False


def sentence(network: Network, word: str, code: str) -> str:
    """The connector's own sentence for a code, else the one that all share, else that of the word."""
    own = f"errors.{code}"
    if code and own in network.strings["en"]:
        return network.say(own)
    return str(SHARED.get(code) or WORDS.get(word) or WORDS["unknown"])


def of_error(network: Network, error: NetworkError) -> str:
    return sentence(network, error.word, error.code)


def trouble(space: Space) -> Trouble | None:
    """What is wrong with a space now; None when nothing is."""
    if space.state == Space.State.NEEDS_RECONNECT:
        safe = _("What was published stays there; what is planned waits here and goes out once the space is connected again.")
        return Trouble(sentence(space.net, space.error_word or "reauth", space.error_code), safe, space.last_error, needs_person=True)
    if not space.error_word:
        return None
    safe = _("Nothing is lost: Diapason tries again by itself.")
    return Trouble(sentence(space.net, space.error_word, space.error_code), safe, space.last_error)
