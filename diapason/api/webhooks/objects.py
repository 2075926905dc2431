"""What a message is about, as the API itself tells it: read when the message is first sent, None when it is gone by then."""

from diapason.alerts.models import Alert
from diapason.api.schemas.alerts import AlertOut
from diapason.api.schemas.conversations import ConversationOut, MessageOut
from diapason.api.schemas.crises import CrisisOut
from diapason.api.schemas.deliveries import DeliveryOut
from diapason.api.schemas.posts import PostOut
from diapason.api.schemas.spaces import SpaceOut
from diapason.api.schemas.webhooks import ConversionOut, ReceivedOut, ReportOut
from diapason.crises.models import Crisis
from diapason.editorial import composing
from diapason.editorial.models import Post
from diapason.inbox.models import Conversation, Message
from diapason.insights.models import Report
from diapason.links.models import Conversion
from diapason.publishing.models import Delivery
from diapason.territory.models import Space
from diapason.workspaces.models import Event


def about(event: Event) -> int:
    return event.subject_id or 0


def post(event: Event) -> PostOut | None:
    found = composing.loaded(Post.objects.filter(workspace=event.workspace_id, pk=about(event))).first()
    return PostOut.of(found) if found else None


def delivery(event: Event) -> DeliveryOut | None:
    rows = Delivery.objects.filter(workspace=event.workspace_id, pk=about(event))
    found = rows.select_related("space", "variant").first()
    return DeliveryOut.of(found) if found else None


def conversation(event: Event) -> ConversationOut | None:
    return of_conversation(event.workspace_id, about(event))


def of_conversation(workspace_id: int, conversation_id: int) -> ConversationOut | None:
    rows = Conversation.objects.filter(workspace=workspace_id, pk=conversation_id)
    found = rows.select_related("space", "identity").first()
    return ConversationOut.of(found) if found else None


def received(event: Event) -> ReceivedOut | None:
    """The messages know best where they are: two conversations may have become one meanwhile."""
    rows = Message.objects.filter(workspace=event.workspace_id, pk__in=event.data.get("ids", []))
    found = list(rows.select_related("identity", "author").order_by("sent_at", "id"))
    home = of_conversation(event.workspace_id, found[0].conversation_id if found else about(event))
    if home is None:
        return None
    return ReceivedOut(
        conversation=home,
        opened=bool(event.data.get("opened")),
        count=int(event.data.get("messages", len(found))),
        messages=[MessageOut.of(message) for message in found],
    )


def conversion(event: Event) -> ConversionOut | None:
    rows = Conversion.objects.filter(workspace=event.workspace_id, pk=about(event))
    found = rows.select_related("site", "link").first()
    return ConversionOut.of(found) if found else None


def report(event: Event) -> ReportOut | None:
    found = Report.objects.select_related("workspace").filter(workspace=event.workspace_id, pk=about(event)).first()
    return ReportOut.of(found) if found else None


def space(event: Event) -> SpaceOut | None:
    found = Space.objects.filter(workspace=event.workspace_id, pk=about(event)).first()
    return SpaceOut.of(found) if found else None


def alert(event: Event) -> AlertOut | None:
    rows = Alert.objects.filter(workspace=event.workspace_id, pk=about(event))
    found = rows.select_related("query", "source", "workspace", "acknowledgement__person").first()
    return AlertOut.of(found) if found else None


def crisis(event: Event) -> CrisisOut | None:
    found = Crisis.objects.select_related("level", "workspace").filter(workspace=event.workspace_id, pk=about(event)).first()
    return CrisisOut.of(found) if found else None
