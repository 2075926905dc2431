"""One object of each kind, for the tests that walk every address of a brand.

Every argument of an address under `/w/<slug>/` has its factory in `FACTORIES`, by the name of the argument. A factory
takes the `World` and gives the value to put in the address; the object belongs to the brand and to its owner.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.core import signing

from diapason.api.models import ApiToken, WebhookEndpoint, WebhookMessage
from diapason.community.models import Consent, Contact, Merge
from diapason.core import clock
from diapason.core.crypto import Sealed
from diapason.editorial.models import BrandMoment, CalendarFeed, Comment, Post, Variant, Version
from diapason.inbox.models import Conversation, Message, Note, SavedReply
from diapason.inbox.views import decisions
from diapason.insights.models import ReportSchedule
from diapason.insights.reports import making
from diapason.links.models import Link, Site
from diapason.media.models import Asset
from diapason.networks.base import registry
from diapason.networks.base.content import Content
from diapason.publishing.models import Delivery
from diapason.strategy.models import Campaign, Objective, Persona
from diapason.territory.models import PendingConnection, Space, SpaceGrant
from diapason.workspaces.members import member_of
from diapason.workspaces.models import GuestLink, Invitation, LongTask, Membership, Notification, Person, Workspace
from diapason.workspaces.periods import Period
from tests import objects_heard as heard


@dataclass
class World:
    """A brand with one person for each role; what was made for an argument is made once."""

    brand: Workspace
    people: dict[str, Person]
    made: dict[str, Any] = field(default_factory=dict)

    @property
    def owner(self) -> Person:
        return self.people["owner"]

    def get(self, name: str, route: str = "") -> Any:
        """The value of the argument `name` of an address. Raises KeyError for one that has no factory."""
        if (route, name) in OF_ROUTE:
            return OF_ROUTE[route, name]
        if name not in self.made:
            self.made[name] = FACTORIES[name](self)
        return self.made[name]


def a_network() -> str:
    """One that can do what the screens ask of a space: publish and converse."""
    return next(name for name, network in registry.networks().items() if network.can("publish") and network.can("converse"))


def membership(world: World) -> int:
    return Membership.objects.get(workspace=world.brand, person=world.people["reader"]).pk


def invitation(world: World) -> int:
    return Invitation.objects.create(
        workspace=world.brand,
        email="nora@example.com",
        token_hash=sha256(b"nora").hexdigest(),
        invited_by=world.owner,
        expires_at=clock.now() + timedelta(days=7),
    ).pk


def guest(world: World) -> int:
    expires = clock.now() + timedelta(days=7)
    return GuestLink.objects.create(workspace=world.brand, name="Nora", created_by=world.owner, expires_at=expires).pk


def notification(world: World) -> int:
    return Notification.objects.create(workspace=world.brand, person=world.owner, code="test.walked").pk


def long_task(world: World) -> int:
    return LongTask.objects.create(workspace=world.brand, person=world.owner, kind="test", title="Import").pk


def calendar_import(world: World) -> int:
    given = {"file": "walked", "name": "walked.csv", "headers": ["Title"], "mapping": ["title"]}
    return LongTask.objects.create(workspace=world.brand, person=world.owner, kind="editorial.import", title="Import", input=given).pk


def space(world: World) -> int:
    made = Space.objects.create(workspace=world.brand, network=a_network(), name="Maison Lumen", account_id="1", connected_by=world.owner)
    for contributor in Membership.objects.filter(workspace=world.brand, role="contributor"):
        SpaceGrant.objects.create(membership=contributor, space=made)
    return made.pk


def pending(world: World) -> int:
    return PendingConnection.objects.create(
        workspace=world.brand, person=world.owner, network=a_network(), base_url="https://example.com", state="walked"
    ).pk


def post(world: World) -> int:
    return Post.objects.create(workspace=world.brand, title="Six places left", author=world.owner).pk


def variant(world: World) -> int:
    made = Variant.objects.create(post_id=world.get("post_id"), network=a_network())
    made.spaces.add(world.get("space_id"))
    return made.pk


def version(world: World) -> int:
    return Version.objects.create(
        post_id=world.get("post_id"), number=1, person=world.owner, snapshot={"title": "Six places left"}, digest="0" * 64
    ).pk


def comment(world: World) -> int:
    return Comment.objects.create(post_id=world.get("post_id"), person=world.owner, body="Shorter?").pk


def delivery(world: World) -> int:
    return Delivery.objects.create(
        workspace=world.brand,
        space_id=world.get("space_id"),
        content=Content(("Six places left",)).as_json(),
        due_at=clock.now() + timedelta(days=1),
    ).pk


def asset(world: World) -> int:
    return Asset.objects.create(
        workspace=world.brand, kind="image", file="walked.jpg", mime="image/jpeg", size=1, sha256="0" * 64, created_by=world.owner
    ).pk


def objective(world: World) -> int:
    today = clock.now().date()
    return Objective.objects.create(
        workspace=world.brand, name="Reach", kind="awareness", owner=world.owner, starts_on=today, due_on=today + timedelta(days=90)
    ).pk


def moment(world: World) -> int:
    today = clock.now().date()
    return BrandMoment.objects.create(workspace=world.brand, name="Fair", starts_on=today, ends_on=today).pk


def feed(world: World) -> int:
    return CalendarFeed.objects.create(workspace=world.brand, person=world.owner, token_hash="walked", token=Sealed(token="walked")).pk


def link(world: World) -> int:
    return Link.objects.create(
        workspace=world.brand, code="walked", url="https://example.com/", host="example.com", created_by=world.owner
    ).pk


def site(world: World) -> int:
    return Site.objects.create(workspace=world.brand, name="Shop", host="shop.example.com", key="walked", created_by=world.owner).pk


def token(world: World) -> int:
    return ApiToken.objects.create(
        workspace=world.brand, person=world.owner, name="Tableau de bord", token_hash="walked", scopes=["posts:read"]
    ).pk


def webhook(world: World) -> int:
    secrets = Sealed(current="whsec_d2Fsa2Vk")
    return WebhookEndpoint.objects.create(
        workspace=world.brand, description="Chat", url="https://example.com/", types=["post.approved"], secrets=secrets
    ).pk


def webhook_message(world: World) -> int:
    endpoint = world.get("endpoint_id")
    return WebhookMessage.objects.create(workspace=world.brand, endpoint_id=endpoint, type="test.ping", created_at=clock.now()).pk


def contact(world: World) -> int:
    return Contact.objects.create(workspace=world.brand, name="Inès").pk


def consent(world: World) -> int:
    given = {"purpose": "quote", "evidence": "By message", "given_at": clock.now()}
    return Consent.objects.create(contact_id=world.get("contact_id"), recorded_by=world.owner, **given).pk


def merge(world: World) -> int:
    absorbed = Contact.objects.create(workspace=world.brand, name="Inès B.", merged_into_id=world.get("contact_id"))
    moved: dict[str, Any] = {"identities": [], "consents": [], "notes": "", "tags": [], "new_notes": "", "new_tags": []}
    return Merge.objects.create(
        workspace=world.brand, kept_id=world.get("contact_id"), absorbed=absorbed, moved=moved, at=clock.now(), by=world.owner
    ).pk


def conversation(world: World) -> int:
    return Conversation.objects.create(
        workspace=world.brand, space_id=world.get("space_id"), thread_key="walked", last_message_at=clock.now(), assignee=world.owner
    ).pk


def note(world: World) -> int:
    return Note.objects.create(conversation_id=world.get("conversation_id"), person=world.owner, body="Ask the workshop").pk


def said(world: World) -> int:
    return Message.objects.create(
        workspace=world.brand,
        space_id=world.get("space_id"),
        conversation_id=world.get("conversation_id"),
        direction="in",
        kind="comment",
        text="Hello",
        sent_at=clock.now(),
    ).pk


def saved_reply(world: World) -> int:
    return SavedReply.objects.create(workspace=world.brand, title="Thanks", body="Thank you!", written_by=world.owner).pk


def undo_token(world: World) -> str:
    what = {"act": "closure", "before": [world.get("conversation_id")], "workspace": world.brand.pk}
    return signing.dumps(what, salt=decisions.SALT, compress=True)


def report(world: World) -> int:
    today = clock.now().date()
    return making.make(member_of(world.owner, world.brand.slug), Period(today - timedelta(days=7), today)).pk


def version_number(world: World) -> int:
    return Version.objects.get(pk=world.get("version_id")).number


a_teller = heard.a_teller
# Where two addresses give one name to different things.
OF_ROUTE = {
    ("results/reports/<int:report_id>/report.<str:kind>", "kind"): "xlsx",
    ("alerts/channels/new/<slug:network>/", "network"): heard.a_teller(),
}
FACTORIES: dict[str, Callable[[World], Any]] = {
    "alert_id": heard.alert,
    "annotation_id": heard.annotation,
    "asset_id": asset,
    "consent_id": consent,
    "contact_id": contact,
    "conversation_id": conversation,
    "campaign_id": lambda world: Campaign.objects.create(workspace=world.brand, name="Winter").pk,
    "comment_id": comment,
    "channel_id": heard.channel,
    "crisis_id": heard.crisis,
    "decision_id": heard.decision,
    "delivery_id": delivery,
    "endpoint_id": webhook,
    "entry_id": heard.entry,
    "export_id": heard.export,
    "feed_id": feed,
    "given": heard.handled,
    "guest_id": guest,
    "import_id": calendar_import,
    "refusal_id": heard.refusal,
    "source_id": heard.source,
    "list_id": heard.source_list,
    "archive_id": heard.archive,
    "invitation_id": invitation,
    "kind": lambda _world: "svg",  # of a QR code
    "link_id": link,
    "membership_id": membership,
    "mention_id": heard.mention,
    "merge_id": merge,
    "message_id": webhook_message,
    "moment_id": moment,
    "network": lambda world: a_network(),
    "notification_id": notification,
    "note_id": note,
    "number": version_number,  # of a version
    "objective_id": objective,
    "pending_id": pending,
    "persona_id": lambda world: Persona.objects.create(workspace=world.brand, name="Nora").pk,
    "playbook_id": heard.playbook,
    "post_id": post,
    "proposal_id": heard.proposal,
    "query_id": heard.query,
    "reply_id": saved_reply,
    "report_id": report,
    "schedule_id": lambda world: ReportSchedule.objects.create(workspace=world.brand, created_by=world.owner).pk,
    "seat_id": heard.seat,
    "site_id": site,
    "rule_id": heard.rule,
    "rule_task_id": heard.rule_task,
    "said_id": said,
    "space_id": space,
    "state": lambda world: "approved",
    "statement_id": heard.statement,
    "task_id": long_task,
    "todo_id": heard.todo,
    "token": undo_token,
    "token_id": token,
    "variant_id": variant,
    "version_id": version,
    "view_id": heard.saved_view,
    "watch_id": heard.watch,
}
