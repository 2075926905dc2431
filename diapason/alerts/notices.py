"""The sentences in which people are told of alerts. Those that are urgent leave by e-mail when nobody reads them within minutes."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces import notices

SENTENCES = {
    "spike": _("“%(query)s”: %(seen)s mentions in %(span)s, where %(most)s at most are usual."),
    "negativity": _("“%(query)s”: %(seen)s negative mentions in %(span)s, where %(most)s at most are usual."),
    "voice": _("“%(query)s”: an account with %(seen)s followers speaks."),
    "family": _("“%(query)s”: %(seen)s mentions say nearly the same, within %(span)s."),
    "silence": _("“%(query)s” has brought nothing for %(span)s, where about %(expected)s mentions are usual."),
    "worse": _("It becomes worse. “%(query)s”: %(seen)s mentions in %(span)s, where %(most)s at most are usual."),
    "morning": _("Since the last working day, nobody has answered for: “%(query)s”, %(seen)s mentions in %(span)s."),
    "escalated": _("Nobody has answered for: “%(query)s”, %(seen)s mentions in %(span)s."),
}
for name, sentence in SENTENCES.items():
    notices.declare(f"alert.{name}", sentence)
    notices.declare(f"alert.urgent_{name}", sentence, urgent=True)
notices.declare("alert.channel_failed", _("Alerts cannot be told to %(channel)s any more."))
