"""What the team of the demo brand made of what was heard: questions and leads noted, mentions in somebody's hands, what reports will quote,
notes on the charts, a view for everybody, and who gets the digest."""

from collections.abc import Sequence
from datetime import timedelta

from diapason.core import clock
from diapason.listening import handling, saving
from diapason.listening.digests import sending
from diapason.listening.handling import Kind
from diapason.listening.mentions import Mention
from diapason.listening.models import Annotation, Query
from diapason.listening.queries.parser import parse
from diapason.listening.store import store
from diapason.listening.store.base import Search
from diapason.web.demo_brand import SLUG
from diapason.web.demo_brand.heard import CRISIS_BEGAN
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Person, Workspace

KEPT = (
    (Kind.QUESTION, '"tiennent dans le temps" OR "worth the price"', 2),
    (Kind.LEAD, "hésite OR thinking", 2),
    (Kind.EVIDENCE, 'contente OR love OR "toujours rien reçu"', 3),
)
NOTES = (
    (CRISIS_BEGAN, "Panne du transporteur, les colis restent au dépôt"),
    (CRISIS_BEGAN - 5, "Nouveau transporteur"),
    (40, "Passage à la radio"),
)


def look_after(brand: Workspace, team: Sequence[Person]) -> None:
    owner, voice = member_of(team[0], SLUG), member_of(team[1], SLUG)
    query = Query.objects.filter(workspace=brand, shown__isnull=False).order_by("pk")[0]
    for kind, words, many in KEPT:
        handling.note(voice, said(brand, query, words, many), kind)
    late = said(brand, query, "remboursement", 3)
    handling.assign(owner, late[:1], team[0])
    handling.assign(voice, late[1:2], team[1])
    handling.note(voice, late[2:], Kind.QUESTION)
    handling.end(voice, handling.present(voice).filter(mention__in=[each.id for each in late[2:]]))
    today = brand.today
    for ago, text in NOTES:
        Annotation.objects.create(workspace=brand, day=today - timedelta(days=ago), text=text, by=team[0])
    saving.save(
        owner, "Mécontents de la semaine", "mentions", "", f"tone=negative&from={today - timedelta(days=6)}&to={today}", shared=True
    )
    sending.subscribe(owner, "weekly", even_quiet=False)


def said(brand: Workspace, query: Query, words: str, many: int) -> list[Mention]:
    """The latest of the brand's that hold these words, none of them from the future."""
    found = store().search(Search(brand.pk, wording=query.shown_id, node=parse(words)), many + 5)
    return [mention for mention in found.mentions if mention.said_at <= clock.now()][:many]
