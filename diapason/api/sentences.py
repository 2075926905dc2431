"""What the events of this room say to a person."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces.sentences import declare, declare_family

declare_family("api_token", _("API tokens"))
declare("api_token.created", _("created the API token “%(label)s”"))
declare("api_token.revoked", _("revoked the API token “%(label)s”"))
declare_family("webhook", _("Webhooks"))
declare("webhook.created", _("created the webhook “%(label)s” to %(host)s"))
declare("webhook.edited", _("changed the webhook “%(label)s” to %(host)s"))
declare("webhook.paused", _("paused the webhook “%(label)s”"))
declare("webhook.resumed", _("resumed the webhook “%(label)s”"))
declare("webhook.secret_replaced", _("replaced the secret of the webhook “%(label)s”"))
declare("webhook.removed", _("removed the webhook “%(label)s” to %(host)s"))
declare("webhook.restored", _("brought back the webhook “%(label)s” to %(host)s"))
declare("webhook.tested", _("sent a test to the webhook “%(label)s”"))
declare("webhook.resent", _("sent a message of the webhook “%(label)s” again (%(type)s)"))
declare("webhook.switched_off", _("switched off the webhook “%(label)s”, which took nothing any more"))
