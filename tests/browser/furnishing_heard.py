"""What the demo brand hears on every screen of listening: sources in trouble, archives, rules, alerts, and a room that is open."""

import io
from datetime import timedelta
from typing import Any

from diapason.alerts import watching
from diapason.alerts.models import Acknowledgement, Alert, Channel, Watch
from diapason.core import clock, parquet
from diapason.core.crypto import Sealed
from diapason.crises import opening, running, scale
from diapason.crises.models import Crisis, Playbook, Statement
from diapason.inbox.models import Message
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
from diapason.territory.models import Space
from diapason.workspaces.members import Member
from diapason.workspaces.models import LongTask
from tests.browser.house import House
from tests.objects import a_teller

ARCHIVE = (
    "Date;Auteur;Texte;Note;Lien\n02/11/2026 10:30;Julie Marchand;La lampe est très belle, l’emballage moins.;4;https://avis.example/1\n"
    '03/11/2026 18:05;Théo;"Reçue cassée;2\nhier;Nadia;Je cherche la même en vert.;5;https://avis.example/3\n'
    "04/11/2026 09:00;Hugo;Livraison rapide, merci !;5;https://avis.example/4\n"
)


def sources(house: House, owner: Member, writer: Member) -> None:
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
