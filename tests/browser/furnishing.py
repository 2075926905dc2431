"""The demo brand with something on every screen: troubles, files, guests, reports; and a brand on its first day."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.tokens import default_token_generator
from django.core.management import call_command
from django.utils.http import int_to_base36

from conftest import join
from diapason.core import clock
from diapason.editorial import commenting, editing, workflow
from diapason.editorial.exchange import importing
from diapason.editorial.models import BrandMoment, Post, PostMedia
from diapason.inbox.models import Conversation, SavedReply
from diapason.insights.reports import making
from diapason.links.models import Link
from diapason.listening.models import Query
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
from diapason.workspaces.models import Invitation, Organisation, Person, Workspace
from diapason.workspaces.periods import Period
from tests.browser import furnishing_heard as listening
from tests.browser.house import FIRST_DAY, House
from tests.objects import FACTORIES, World
from tests.screens import CLIENT, NEWCOMER

TOKEN = "an-invitation"
FILE = "Titre;Date de publication;Réseaux;Objectif\nVœux;02/01/2027 9h;;Notoriété de la marque\nSoldes;bientôt;;Ventes\n"
TROUBLES = {
    "needs_person": "The network accepted the post, then the connection broke before it said so.",
    "rejected": "This image is too heavy for the network: 10 MB at most.",
    "waiting": "The network asks us to wait.",
}


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
        listening.sources,
        listening.rules,
        listening.heard,
        odds,
        listening.unusual,
        listening.crises,
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
