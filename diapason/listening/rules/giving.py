"""Mentions that rules give to people, who are told: once until they have looked, with how many there are."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diapason.core import clock
from diapason.listening import handling
from diapason.listening.mentions import Mention
from diapason.listening.models import Handling, Rule
from diapason.workspaces import notices
from diapason.workspaces.members import system
from diapason.workspaces.models import Notification, Workspace

GIVEN = "listening.given"
notices.declare(GIVEN, _("The rule “%(rule)s” gave you mentions to look after (%(count)s)."))


def by_rule(mentions: Iterable[Mention], rules: Mapping[int, Rule]) -> dict[int, list[Mention]]:
    """Of the rules that a mention followed, the last that names a person gives it to them."""
    found: dict[int, list[Mention]] = {}
    for mention in mentions:
        giving = [pk for pk in mention.data.get("rules", ()) if pk in rules and rules[pk].assignee_id]
        if giving and not mention.ignored:
            found.setdefault(giving[-1], []).append(mention)
    return found


def give(workspace: Workspace, rule: Rule, mentions: Sequence[Mention]) -> set[int]:
    """Those that nobody was ever given; their ids."""
    if rule.assignee_id is None or not mentions:
        return set()
    handling.one_at_a_time(system(workspace))
    known = {"workspace": workspace, "kind": Handling.Kind.ASSIGNMENT}
    had = set(Handling.objects.filter(**known, mention__in=[mention.id for mention in mentions]).values_list("mention", flat=True))
    new = [mention for mention in mentions if mention.id not in had]
    now, to = clock.now(), rule.assignee_id
    Handling.objects.bulk_create(Handling(**known, mention=each.id, said_at=each.said_at, assignee_id=to, at=now) for each in new)
    return {each.id for each in new}


def tell(workspace: Workspace, rule: Rule, many: int) -> None:
    if rule.assignee is None or not many:
        return
    unread = Notification.objects.select_for_update().filter(
        workspace=workspace, person=rule.assignee, code=GIVEN, subject=rule._meta.label_lower, subject_id=rule.pk, read_at=None
    )
    known = unread.order_by("pk").last()
    if known is None:
        url = reverse("follow_ups", args=[workspace.slug])
        notices.tell(workspace, [rule.assignee], GIVEN, url=url, subject=rule, rule=rule, count=many)
        return
    known.data = known.data | {"count": str(int(known.data["count"]) + many)}
    known.save(update_fields=["data"])
