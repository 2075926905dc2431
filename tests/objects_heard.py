"""One object of each kind of listening, alerts and crises, as `tests.objects` asks for them."""

import io
from typing import TYPE_CHECKING

from django.core import signing

from diapason.alerts.models import Alert, Channel, Watch
from diapason.core import clock
from diapason.core.crypto import Sealed
from diapason.crises import opening, playbooks, scale
from diapason.crises.models import Crisis, Entry, Playbook, Proposal, Seat, Statement, Task
from diapason.listening import exporting, pipeline, wording
from diapason.listening.mentions import Mention
from diapason.listening.models import Annotation, DeclinedPlace, Rule, SavedView, Source
from diapason.listening.rules import past as rules_of_the_past
from diapason.listening.sources.archives import importing as importing_archives
from diapason.listening.views import handling
from diapason.networks.base import registry
from diapason.workspaces import events
from diapason.workspaces.members import member_of
from diapason.workspaces.models import LongTask

if TYPE_CHECKING:
    from tests.objects import World


def source(world: "World") -> int:
    network = next(name for name, each in registry.networks().items() if each.can("listen"))
    return Source.objects.create(workspace=world.brand, kind="feed", network=network, name="Radio", address="https://radio.example/feed").pk


def refusal(world: "World") -> int:
    return DeclinedPlace.objects.create(workspace=world.brand, what="site", value="deco.example", name="deco.example").pk


def source_list(world: "World") -> int:
    task = LongTask.objects.create(workspace=world.brand, person=world.owner, kind="listening.opml", title="Presse.opml", state="done")
    return task.pk


def archive(world: "World") -> int:
    member = member_of(world.owner, world.brand.slug)
    return importing_archives.begin(member, "veille.csv", io.BytesIO(b"Date;Texte\n01/11/2026;Bonjour\n")).pk


def mention(world: "World") -> int:
    archive = Source.objects.create(workspace=world.brand, kind="archive", name="Said on air")
    found = Mention(world.brand.pk, archive.pk, "radio:1", clock.now(), "Lumen is on air", author="radio.example/Jo", author_name="Jo")
    pipeline.take_in(world.brand, [found])
    return found.id


def handled(world: "World") -> str:
    return signing.dumps({"workspace": world.brand.pk, "opened": [], "ended": []}, salt=handling.SALT, compress=True)


def annotation(world: "World") -> int:
    return Annotation.objects.create(workspace=world.brand, day=clock.now().date(), text="A strike", by=world.owner).pk


def saved_view(world: "World") -> int:
    return SavedView.objects.create(workspace=world.brand, person=world.owner, name="Anger", screen="mentions", asked="tone=negative").pk


def export(world: "World") -> int:
    return exporting.ask(member_of(world.owner, world.brand.slug), "tone=negative", "csv").pk


def query(world: "World") -> int:
    return wording.listen_for(member_of(world.owner, world.brand.slug), "Lumen", "brand", "lumen").pk


def rule(world: "World") -> int:
    return Rule.objects.create(workspace=world.brand, name="Offers", text="recrute", ignore=True).pk


def rule_task(world: "World") -> int:
    member = member_of(world.owner, world.brand.slug)
    return rules_of_the_past.begin(member, Rule.objects.get(pk=world.get("rule_id"))).pk


def decision(world: "World") -> int:
    given = {"count": 1, "name": "", "what": "ignored", "by": "person:1", "was": {"1": [False, ""]}}
    return events.record(member_of(world.owner, world.brand.slug), "mention.ignored", None, **given).pk


def watch(world: "World") -> int:
    return Watch.objects.create(workspace=world.brand, query_id=world.get("query_id")).pk


def alert(world: "World") -> int:
    moments = dict.fromkeys(("began_at", "last_at", "opened_at", "told_at"), clock.now())
    figures = {"told_score": 12.0, "score": 12.0, "seen": 20, "expected": 0.1, "spread": 0.8, "minutes": 15}
    made = Alert.objects.create(
        workspace=world.brand,
        query_id=world.get("query_id"),
        wording=0,
        kind="spike",
        severity="notable",
        course=[[0.1, 2.0]] * 48,
        **moments,
        **figures,
    )
    return made.pk


def a_teller() -> str:
    """A network through which people can be told things."""
    return next(name for name, network in registry.networks().items() if network.can("tell"))


def channel(world: "World") -> int:
    return Channel.objects.create(workspace=world.brand, network=a_teller(), name="#crew", secrets=Sealed(token="walked")).pk


def playbook(world: "World") -> int:
    return playbooks.begin(member_of(world.owner, world.brand.slug)).pk


def crisis(world: "World") -> int:
    book = Playbook.objects.get(pk=world.get("playbook_id"))
    plan = opening.Plan("Fire at the workshop", scale.kept(world.brand)[0], playbook=book)
    return opening.open_(member_of(world.owner, world.brand.slug), plan).pk


def seat(world: "World") -> int:
    return Seat.objects.filter(crisis=world.get("crisis_id"))[0].pk


def todo(world: "World") -> int:
    return Task.objects.filter(crisis=world.get("crisis_id"))[0].pk


def entry(world: "World") -> int:
    crisis = Crisis.objects.get(pk=world.get("crisis_id"))
    return Entry.objects.create(crisis=crisis, text="The press calls", at=clock.now(), person=world.owner).pk


def statement(world: "World") -> int:
    return Statement.objects.create(workspace=world.brand, title="We look into it", text="We look into it.", written_by=world.owner).pk


def proposal(world: "World") -> int:
    known = {"crisis_id": world.get("crisis_id"), "playbook_id": world.get("playbook_id")}
    return Proposal.objects.create(**known, kind="add", text="Call the insurer", minutes=30).pk
