"""What the audit log says of reports."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces.sentences import declare, declare_family

declare_family("report", _("Reports"))
declare("report.made", _("made the report of %(start)s to %(end)s"))
declare("report.scheduled", _("planned a report to be sent: %(label)s"))
declare("report.unscheduled", _("stopped a report that was sent: %(label)s"))
declare("report.sent", _("sent the report %(label)s to one of its readers"))
