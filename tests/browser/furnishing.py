"""The demo brand with something on every screen: troubles, files, guests, reports; and a brand on its first day."""

import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.tokens import default_token_generator
from django.core.management import call_command
from django.urls import get_resolver, reverse
from django.utils.http import int_to_base36

from conftest import join
from diapason.alerts import watching
from diapason.alerts.models import Acknowledgement, Alert, Channel, Watch
from diapason.core import clock, parquet
from diapason.core.crypto import Sealed
from diapason.crises import opening, running, scale
from diapason.crises.models import Crisis, Playbook, Statement
from diapason.editorial import commenting, editing, workflow
from diapason.editorial.exchange import importing
from diapason.editorial.models import BrandMoment, Post, PostMedia
from diapason.inbox.models import Conversation, Message, SavedReply
from diapason.insights.reports import making
from diapason.links.models import Link
from diapason.listening import exporting, pipeline
from diapason.listening.digests import sending
from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.models import Handling, Query, Rule, Source, Subscription
from diapason.listening.rules import managing as managing_rules
from diapason.listening.rules import past as rules_of_the_past
from diapason.listening.sources import managing
from diapason.listening.sources.archives import importing as taking_in
from diapason.listening.sources.hearing import key_of
from diapason.listening.store import store
from diapason.media import uploading
from diapason.media.models import Asset
from diapason.media.tests import files
from diapason.networks.base import registry
from diapason.networks.base.content import Content
from diapason.publishing.models import Delivery
from diapason.territory.models import Space
from diapason.web.demo_brand import SLUG
from diapason.workspaces import guest_links, guests, invitations, notices
from diapason.workspaces.members import Member, member_of
from diapason.workspaces.models import Invitation, LongTask, Organisation, Person, Workspace
from diapason.workspaces.periods import Period
from tests.objects import FACTORIES, World, a_teller
from tests.screens import CLIENT, NEWCOMER, Screen

FIRST_DAY = "premier-jour"
TOKEN = "an-invitation"
FILE = "Titre;Date de publication;Réseaux;Objectif\nVœux;02/01/2027 9h;;Notoriété de la marque\nSoldes;bientôt;;Ventes\n"
ARCHIVE = (
    "Date;Auteur;Texte;Note;Lien\n02/11/2026 10:30;Julie Marchand;La lampe est très belle, l’emballage moins.;4;https://avis.example/1\n"
    '03/11/2026 18:05;Théo;"Reçue cassée;2\nhier;Nadia;Je cherche la même en vert.;5;https://avis.example/3\n'
    "04/11/2026 09:00;Hugo;Livraison rapide, merci !;5;https://avis.example/4\n"
)
TROUBLES = {
    "needs_person": "The network accepted the post, then the connection broke before it said so.",
    "rejected": "This image is too heavy for the network: 10 MB at most.",
    "waiting": "The network asks us to wait.",
}


@dataclass
class House:
    """What the screens are made of. `found` holds, for an argument of an address, what the demo brand has to show."""

    brand: Workspace
    people: dict[str, Person]
    world: World
    found: dict[str, Any] = field(default_factory=dict)

    def path(self, screen: Screen) -> str:
        values = {name: self.value(name, screen) for name in arguments(screen.url)}
        return reverse(screen.url, kwargs=values) + (f"?{screen.query}" if screen.query else "")

    def value(self, name: str, screen: Screen) -> Any:
        if name == "slug":
            return FIRST_DAY if screen.who == NEWCOMER else SLUG
        wanted = screen.of.get(name)
        if wanted is not None:
            return self.found.get(f"{name}:{wanted}", wanted)
        special = f"{name} of {screen.url}"
        if special in self.found:
            return self.found[special]
        return self.found[name] if name in self.found else self.world.get(name)

    def invitation_speaks(self, language: str) -> None:
        Invitation.objects.filter(workspace=self.brand).update(language=language)
        Person.objects.filter(pk=self.people["camille"].pk).update(language=language)  # whose digest has a link that ends it


def arguments(url: str) -> list[str]:
    """The names of what fills the address of that name."""
    possibilities = get_resolver().reverse_dict.getlist(url)[0][0]
    return list(possibilities[0][1])


def furnish() -> House:
    call_command("demo", verbosity=0)
    brand = Workspace.objects.get(slug=SLUG)
    people = {person.email.split("@")[0]: person for person in Person.objects.filter(memberships__workspace=brand)}
    for person in people.values():
        person.set_password("a long enough password")
        person.save()
    house = House(brand, people, World(brand, {"owner": people["camille"], "reader": people["helene"], "community": people["yanis"]}))
    owner, writer = member_of(people["camille"], SLUG), member_of(people["yanis"], SLUG)
    for part in (
        first_day,
        media,
        posts,
        deliveries,
        spaces,
        conversations,
        guests_and_clients,
        accounts,
        imports,
        listening,
        rules,
        heard,
        odds,
        unusual,
        crises,
    ):
        part(house, owner, writer)
    return house


def first_day(house: House, owner: Member, writer: Member) -> None:
    other = Organisation.objects.create(name="Premier jour")
    brand = Workspace.objects.create(organisation=other, name="Premier jour", slug=FIRST_DAY)
    house.people[NEWCOMER] = join(brand, "Olga", "owner", "fr")


def media(house: House, owner: Member, writer: Member) -> None:
    sizes = [(1200, 800), (800, 1000), (1000, 1000), (1600, 700), (900, 1200)]
    assets = [
        uploading.add(
            writer, files.upload(files.gradient(width, height, seed=number), f"lampe-{number}.jpg"), alt="" if number else "Une lampe"
        )
        for number, (width, height) in enumerate(sizes)
    ]
    house.found["asset_id"] = assets[0].pk
    for number, post in enumerate(Post.objects.filter(workspace=house.brand, status__in=("planned", "in_review", "draft")).order_by("id")):
        PostMedia.objects.create(post=post, asset=assets[number % len(assets)], position=0, alt="Une lampe allumée")
    Asset.objects.filter(pk=assets[-1].pk).update(thumbnail="", title="Sans vignette")


def posts(house: House, owner: Member, writer: Member) -> None:
    for status in ("planned", "in_review", "draft", "changes", "published"):
        house.found[f"post_id:{status}"] = Post.objects.filter(workspace=house.brand, status=status).order_by("-publish_at")[0].pk
    house.found["post_id:poll"] = Post.objects.filter(workspace=house.brand, variants__poll__isnull=False).order_by("-id")[0].pk
    reviewed = Post.objects.get(pk=house.found["post_id:in_review"])
    workflow.ask_changes(owner, reviewed.pk, "Dites l’heure, et raccourcissez.")
    editing.save(writer, reviewed.pk, {"text": f"{reviewed.text}\n\nSamedi à dix heures."})
    workflow.submit(writer, reviewed.pk)
    commenting.say(writer, reviewed, "C’est raccourci.")
    house.found["post_id"] = reviewed.pk
    BrandMoment.objects.create(
        workspace=house.brand, name="Portes ouvertes de l’atelier", starts_on=clock.now().date(), ends_on=clock.now().date()
    )


def deliveries(house: House, owner: Member, writer: Member) -> None:
    out = list(Delivery.objects.filter(workspace=house.brand, state="published").order_by("-due_at")[: len(TROUBLES)])
    for delivery, (state, detail) in zip(out, TROUBLES.items(), strict=True):
        Delivery.objects.filter(pk=delivery.pk).update(
            state=state,
            detail=detail,
            published_at=None,
            remote_id="",
            next_at=clock.now() + timedelta(minutes=10) if state == "waiting" else None,
        )
        house.found[f"delivery_id:{state}"] = delivery.pk
    house.found["delivery_id"] = Delivery.objects.filter(workspace=house.brand, state="published").order_by("-due_at")[0].pk


def spaces(house: House, owner: Member, writer: Member) -> None:
    network = next(name for name, each in registry.networks().items() if each.manifest.assisted)
    by_hand = Space.objects.create(
        workspace=house.brand, network=network, name="La page du quartier", state="assisted", url="https://example.com/", owner=owner.person
    )
    house.found["network:assisted"] = network
    house.found["delivery_id:assisted"] = Delivery.objects.create(
        workspace=house.brand,
        space=by_hand,
        content=Content(("Samedi, l’atelier ouvre ses portes.",)).as_json(),
        due_at=clock.now(),
        state="assisted",
    ).pk
    ours = list(Space.objects.filter(workspace=house.brand, sandbox=True).order_by("id"))
    Space.objects.filter(pk=ours[-1].pk).update(
        state="needs_reconnect", last_error="The password was changed.", error_word="reauth", failed_at=clock.now()
    )
    house.found |= {"space_id": ours[0].pk, "space_id:needs_reconnect": ours[-1].pk, "network": ours[0].network}


def conversations(house: House, owner: Member, writer: Member) -> None:
    ours = Conversation.objects.filter(workspace=house.brand)
    waiting = ours.filter(status="open", identity__isnull=False).order_by("-messages_count", "id")[0]
    house.found["conversation_id"] = waiting.pk
    house.found["conversation_id:closed"] = ours.filter(status="closed").order_by("-messages_count", "-id")[0].pk
    assert waiting.identity
    house.found["contact_id"] = waiting.identity.contact_id
    house.found["query_id"] = Query.objects.get(workspace=house.brand, name="Maison Lumen").pk
    house.found["reply_id"] = SavedReply.objects.filter(workspace=house.brand).order_by("id")[0].pk


def guests_and_clients(house: House, owner: Member, writer: Member) -> None:
    link = guest_links.create(owner, name="Mme Aubry", email="aubry@example.com", language="fr", days=30)
    brand = house.brand
    brand.approval_steps = [{"name": "Cliente", "role": "client"}]
    brand.save()
    submitted = Post.objects.filter(workspace=brand, status="draft").exclude(pk=house.found["post_id:draft"]).order_by("-id")[0]
    workflow.submit(writer, submitted.pk)
    house.found |= {"token of guest_review": guests.make_token(link), "token of guest_report": guests.make_token(link), "guest": link}
    Invitation.objects.create(
        workspace=brand,
        email="nora@example.com",
        token_hash=invitations.digest(TOKEN),
        invited_by=house.people["camille"],
        expires_at=clock.now() + timedelta(days=7),
        language="fr",
    )
    house.found["token of invitation"] = TOKEN


def accounts(house: House, owner: Member, writer: Member) -> None:
    client = house.people[CLIENT]
    TOTP.activate(client, generate_totp_secret())
    RecoveryCodes.activate(client)
    key = Authenticator.objects.create(user=client, type="webauthn", data={"name": "Ordinateur", "credential": {}})
    visitor = house.people["emma"]
    house.found |= {
        "pk": key.pk,
        "uidb36 of account_reset_password_from_key": int_to_base36(visitor.pk),
        "key of account_reset_password_from_key": default_token_generator.make_token(visitor),
        "key of account_confirm_email": "stale",
    }


def imports(house: House, owner: Member, writer: Member) -> None:
    house.found["import_id:columns"] = importing.begin(owner, "calendrier.csv", FILE.encode("cp1252")).pk
    done = importing.begin(owner, "calendrier-de-janvier.csv", FILE.encode("cp1252"))
    importing.run(done, owner)
    house.found["import_id:report"] = done.pk


def listening(house: House, owner: Member, writer: Member) -> None:
    feeds = managing.feeds()
    assert feeds
    network = feeds.slug
    known = {"workspace": house.brand, "kind": "feed", "network": network, "created_by": owner.person, "next_at": clock.now()}
    now, a_while_ago = clock.now(), clock.now() - timedelta(hours=3)
    ill = {"failures": 4, "error": "HTTP 503", "error_code": "temporary", "read_at": a_while_ago}
    rows: list[dict[str, Any]] = [
        {"name": "Le Progrès - À la une", "host": "www.leprogres.example", "folder": "Presse", "read_at": now, "brought": 412},
        {"name": "Le blog de la lumière", "host": "blog.lumiere.example", **ill},
        {"name": "Forum Déco et Maison", "host": "forum.deco.example", "folder": "Forums", "read_at": now, "slowed_at": now},
        {"name": "Actualité du design", "host": "design.example", "folder": "Presse", "read_at": a_while_ago, "paused_at": now},
        {"name": "La Voix du quartier", "host": "voix.example", "folder": "Presse"},
    ]
    made = [Source.objects.create(**known, **row, address=f"https://{row['host']}/feed") for row in rows]
    house.found["source_id"] = made[1].pk
    report = {
        "added": [made[0].pk, made[3].pk],
        "known": ["La Voix du quartier"],
        "known_count": 1,
        "refused": [["Un fichier", "file:///C:/flux.xml", "Ce n’est pas l’adresse d’une page du web."]],
        "refused_count": 1,
    }
    done = LongTask.objects.create(
        workspace=house.brand, person=owner.person, kind="listening.opml", title="Ma presse.opml", state="done", report=report
    )
    house.found["list_id"] = done.pk
    archives(house, owner)


def rules(house: House, owner: Member, writer: Member) -> None:
    """Two, one of which has been asked of the past."""
    query = Query.objects.get(workspace=house.brand, name="Maison Lumen")
    late = Rule(
        name="Retards de livraison", query=query, text="livraison OR colis", label="Livraison", assignee=writer.person, sentiment=-1
    )
    offers = managing_rules.add(owner, Rule(name="Offres d’emploi", text="recrute OR #emploi", ignore=True))
    house.found["rule_id"] = managing_rules.add(owner, late).pk
    managing_rules.pause(owner, offers)
    task = rules_of_the_past.begin(owner, late)
    rules_of_the_past.take_up(task.pk)
    house.found["rule_task_id"] = task.pk


def archives(house: House, owner: Member) -> None:
    begun = [taking_in.begin(owner, name, io.BytesIO(ARCHIVE.encode("cp1252"))) for name in ("avis-2026.csv", "avis-2025.csv")]
    taking_in.queue(owner, begun[1])
    taking_in.begun(begun[1])
    taking_in.work(begun[1])
    house.found |= {"archive_id:columns": begun[0].pk, "archive_id:report": begun[1].pk}
    if parquet.available():
        in_parquet(house, owner)


def in_parquet(house: House, owner: Member) -> None:
    """One that waits, with a column that is left out, and one of which a part is damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    days = [clock.now() - timedelta(days=number) for number in range(6)]
    texts = [f"La lampe du salon, photo {number}" for number in range(6)]
    table = pa.table({"date": days, "auteur": ["Julie"] * 6, "message": texts, "mots_dièse": [["déco", "lampe"]] * 6})
    out = io.BytesIO()
    pq.write_table(table, out, row_group_size=2, write_page_checksum=True, compression="none", use_dictionary=False)
    column, spoilt = pq.ParquetFile(out).metadata.row_group(1).column(2), bytearray(out.getvalue())
    spoilt[column.data_page_offset + column.total_compressed_size - 1] = ord("#")
    begun = [
        taking_in.begin(owner, name, io.BytesIO(content))
        for name, content in (("lac.parquet", out.getvalue()), ("lac-2.parquet", bytes(spoilt)))
    ]
    taking_in.queue(owner, begun[1])
    taking_in.begun(begun[1])
    taking_in.work(begun[1])
    house.found |= {"archive_id:parquet-columns": begun[0].pk, "archive_id:parquet-report": begun[1].pk}


def heard(house: House, owner: Member, writer: Member) -> None:
    """What the demo brand's listening has none of: a file that was made, and a digest somebody gets."""
    task = exporting.ask(owner, "tone=negative", "csv")
    exporting.take_up(task.pk)
    house.found |= {"export_id": task.pk, "given": "gone"}
    house.found["mention_id"] = Handling.objects.filter(workspace=house.brand, ended_at=None).latest("pk").mention
    held = Subscription.objects.filter(workspace=house.brand).latest("pk")
    house.found["token of digest_leaving"] = sending.token_of(held)


def odds(house: House, owner: Member, writer: Member) -> None:
    """What the demo brand has none of."""
    today = clock.now().date()
    house.found["report_id"] = making.make(owner, Period(today - timedelta(days=28), today), "Novembre a bien commencé.").pk
    house.found["link_id"] = Link.objects.filter(workspace=house.brand).order_by("-id")[0].pk
    for name in ("site_id", "token_id", "schedule_id", "merge_id", "consent_id", "feed_id", "endpoint_id", "message_id"):
        house.world.made |= {key: house.found[key] for key in ("contact_id", "space_id", "post_id")}
        house.found[name] = FACTORIES[name](house.world)
    for model, name in (("objectives", "objective_id"), ("personas", "persona_id"), ("campaigns", "campaign_id")):
        house.found[name] = getattr(house.brand, model).order_by("id")[0].pk
    notices.tell(house.brand, [owner.person], "post.approved", who="Yanis Benali", post="Trois gestes pour la lumière du matin", url="/")
    notices.tell(house.brand, [owner.person], "space.expiring", space="Maison Lumen", date="30 novembre", url="/")


def unusual(house: House, owner: Member, writer: Member) -> None:
    """Much is said at once of the brand: a first alert, for which nobody answers, and an older one."""
    query = Query.objects.select_related("shown").get(workspace=house.brand, name="Maison Lumen")
    archive = Source.objects.filter(workspace=house.brand, kind=Source.Kind.ARCHIVE).order_by("pk")[0]
    said = ("Colis perdu", "Toujours pas de livraison", "Remboursement refusé", "Commande en retard")
    mentions = [
        Mention(
            workspace=house.brand.pk,
            source=archive.pk,
            key=f"alerte/{number}",
            said_at=clock.now() - timedelta(minutes=number),
            text=f"{said[number % 4]} chez Maison Lumen, pour la {number + 2}e fois. Qui a une réponse ?",
            url=f"https://forum-maison.example/{number}",
            author=f"forum-maison.example/{number % 9}",
            author_name=("Sofia Lambert", "Paul Meunier", "Nadia Roche")[number % 3],
            followers=None if number % 2 else 90 * number,
            language="fr",
            kind="thread",
        )
        for number in range(28)
    ]
    pipeline.take_in(house.brand, mentions)
    watching.look_at_all()
    found = Alert.objects.filter(query=query).order_by("-opened_at")[0]
    house.found["alert_id"], house.found["watch_id"] = found.pk, Watch.objects.get(query=query).pk
    before = clock.now() - timedelta(days=11)
    older = Alert.objects.create(
        **{name: getattr(found, name) for name in ("workspace", "query", "wording", "expected", "spread", "minutes", "course")},
        **dict.fromkeys(("began_at", "last_at", "opened_at", "told_at"), before),
        kind=Alert.Kind.NEGATIVITY,
        severity=Alert.Severity.NOTABLE,
        seen=11,
        score=11.5,
        told_score=11.5,
    )
    feed = Source.objects.filter(workspace=house.brand).exclude(kind=Source.Kind.ARCHIVE).order_by("pk")[0]
    silent = Alert.objects.create(
        workspace=house.brand,
        source=feed,
        kind=Alert.Kind.SILENCE,
        severity=Alert.Severity.NOTABLE,
        **dict.fromkeys(("began_at", "last_at", "opened_at", "told_at"), before),
        seen=0,
        score=1,
        told_score=1,
        expected=14,
        spread=0,
        minutes=1440,
    )
    house.found["alert_id:silence"] = silent.pk
    crew = Channel.objects.create(workspace=house.brand, network=a_teller(), name="#cellule:exemple.fr", secrets=Sealed(token="x"))
    Channel.objects.create(
        workspace=house.brand, network=a_teller(), name="#direction:exemple.fr", error="Forbidden", error_code="forbidden"
    )
    house.found |= {"network of new_channel": a_teller(), "channel_id": crew.pk}
    Acknowledgement.objects.create(alert=older, person=house.people["yanis"], at=before)


def crises(house: House, owner: Member, writer: Member) -> None:
    """A room is open: publishing is paused in one space, somebody has a role, a task is done, another is late."""
    brand, alert = house.brand, Alert.objects.get(pk=house.found["alert_id"])
    book = Playbook.objects.filter(workspace=brand)[0]
    spaces = list(Space.objects.filter(workspace=brand, sandbox=True).order_by("id")[:1])
    plan = opening.Plan(
        "Colis perdus : la colère monte", scale.kept(brand)[2], "Le transporteur a perdu un camion.", book, alert=alert, spaces=spaces
    )
    room = opening.open_(writer, plan)
    room.tasks.filter(pk=room.tasks.all()[0].pk).update(due_at=clock.now() - timedelta(minutes=5))
    running.tick(owner, room, room.tasks.all()[1], done=True)
    running.write(owner, room, "On répond d’abord sur le forum.", "decision")
    running.write(writer, room, "Le transporteur confirme : 140 colis.")
    house.found |= {
        "crisis_id": room.pk,
        "crisis_id:closed": Crisis.objects.filter(workspace=brand).exclude(pk=room.pk)[0].pk,
        "playbook_id": book.pk,
        "statement_id": Statement.objects.filter(workspace=brand)[0].pk,
    }
    negative(house, alert)


def negative(house: House, alert: Alert) -> None:
    """Somebody is angry in public, and listening has understood it."""
    theirs = Message.objects.filter(workspace=house.brand, direction="in", kind="comment", conversation__status="open").exclude(
        remote_id=""
    )
    message = theirs.filter(conversation__last_is_ours=False).select_related("space").order_by("-sent_at", "-id")[0]
    source = Source.objects.filter(workspace=house.brand).order_by("pk")[0]
    key = key_of(message.space.network, message.remote_id, message.space.base_url)
    heard = Mention(
        house.brand.pk, source.pk, key, message.sent_at, message.text, sentiment=Sentiment.NEGATIVE, confidence=0.9, intent="complaint"
    )
    store().keep([heard])
    house.found["conversation_id:negative"] = message.conversation_id
