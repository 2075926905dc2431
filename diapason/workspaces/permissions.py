"""Who may do what: declared here once, shown to the owner, and tested on every URL.

A permission is `thing.act`. A view names the one it needs through `doors.door`.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models.membership import Role

OWNER, MANAGER, COMMUNITY = Role.OWNER, Role.MANAGER, Role.COMMUNITY
CONTRIBUTOR, CLIENT, READER = Role.CONTRIBUTOR, Role.CLIENT, Role.READER

LEADS = frozenset({OWNER, MANAGER})
VOICES = LEADS | {COMMUNITY}
PENS = VOICES | {CONTRIBUTOR}
TEAM = PENS | {READER}
EVERYBODY = TEAM | {CLIENT}

MATRIX: dict[str, tuple[Promise | str, frozenset[Role]]] = {
    "brand.view": (_("Open the brand"), EVERYBODY),
    "home.view": (_("See today’s screen"), TEAM),
    "calendar.view": (_("See the calendar and posts"), TEAM),
    "post.write": (_("Write posts"), PENS),
    "post.review": (_("Approve or send back posts"), LEADS | {CLIENT}),
    "post.plan": (_("Schedule, move and cancel publication"), VOICES),
    "post.import": (_("Import a calendar"), VOICES),
    "media.view": (_("See the media library"), TEAM),
    "media.write": (_("Add and edit media"), PENS),
    "delivery.view": (_("Follow deliveries"), TEAM),
    "delivery.decide": (_("Decide about a delivery in trouble"), VOICES),
    "publishing.pause": (_("Pause and resume publishing"), VOICES),
    "space.view": (_("See spaces and their health"), TEAM),
    "space.connect": (_("Connect, reconnect and remove spaces"), LEADS),
    "inbox.view": (_("Read the inbox"), VOICES | {READER}),
    "inbox.reply": (_("Answer, assign and close conversations"), VOICES),
    "saved_reply.write": (_("Write saved replies"), VOICES),
    "listening.view": (_("See what is heard of the brand"), TEAM),
    "listening.write": (_("Choose what to listen for, and where"), VOICES),
    "mention.handle": (_("Give mentions to somebody, note leads, questions and evidence"), VOICES),
    "alert.view": (_("See alerts"), TEAM),
    "alert.acknowledge": (_("Answer for alerts"), VOICES),
    "crisis.view": (_("See crisis rooms, statements and lessons"), TEAM),
    "crisis.act": (_("Open, lead and close crisis rooms"), VOICES),
    "crisis.prepare": (_("Write playbooks and holding statements"), VOICES),
    "crisis.approve": (_("Approve holding statements"), LEADS),
    "person.view": (_("See people’s profiles"), VOICES | {READER}),
    "person.write": (_("Edit, export and erase people’s profiles"), VOICES),
    "objective.view": (_("See objectives"), TEAM),
    "objective.write": (_("Set objectives"), LEADS),
    "results.view": (_("See results"), TEAM | {CLIENT}),
    "report.write": (_("Make and schedule reports"), LEADS),
    "link.view": (_("See links and their clicks"), TEAM),
    "link.write": (_("Create links and conversions"), PENS),
    "settings.view": (_("See the brand’s settings"), LEADS),
    "settings.write": (_("Change the brand’s settings"), LEADS),
    "team.view": (_("See the team"), TEAM),
    "team.manage": (_("Invite people and change roles"), frozenset({OWNER})),
    "audit.view": (_("Read the audit log"), LEADS),
    "token.manage": (_("Create API tokens of one’s own"), PENS),
    "webhook.manage": (_("Manage webhooks"), LEADS),
}


def allows(role: str, permission: str) -> bool:
    """Whether the role holds the permission. Raises KeyError for a permission that was never declared."""
    return role in MATRIX[permission][1]
