"""What the events of this room say to a person."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces.sentences import declare, declare_family

declare_family("api_token", _("API tokens"))
declare("api_token.created", _("created the API token “%(label)s”"))
declare("api_token.revoked", _("revoked the API token “%(label)s”"))
