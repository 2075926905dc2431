"""Who and where: the brand, its people, its spaces, what it wants."""

import asyncio
import json
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

from django.conf import settings

from diapason.core import clock
from diapason.core.crypto import Sealed
from diapason.inbox.models import SavedReply
from diapason.listening.models import Wire
from diapason.networks.base import registry
from diapason.networks.base.sandbox import Sandbox, slugs
from diapason.strategy.models import Campaign, Objective, Persona, Target
from diapason.territory.models import Space
from diapason.web.demo_brand import SLUG
from diapason.web.demo_brand.words import SAVED_REPLIES, SHOP
from diapason.workspaces.models import Membership, Organisation, Person, Workspace

TEAM = (
    ("Camille Laurent", "camille", "owner", "fr"),
    ("Yanis Benali", "yanis", "community", "fr"),
    ("Salomé Nguyen", "salome", "contributor", "fr"),
    ("Emma Clarke", "emma", "manager", "en"),
    ("Hélène Aubry", "helene", "client", "fr"),
)
OBJECTIVES = (
    ("Notoriété de la marque", Objective.Kind.AWARENESS, (("engagement", "1200"), ("follower_growth", "600"))),
    ("Ventes venues des réseaux", Objective.Kind.SALES, (("conversion_value", "5000"), ("clicks", "1600"))),
    ("Répondre vite et bien", Objective.Kind.SERVICE, (("answered_in_time", "0.9"), ("response_time", "3600"))),
    ("Faire venir en boutique", Objective.Kind.TRAFFIC, (("clicks", "2600"),)),
)
PERSONAS = (
    ("Locataire urbaine", "28-40 ans, petit appartement, ne peut pas percer. Cherche des idées simples et belles.", "France"),
    ("Propriétaire bricoleur", "40-60 ans, rénove, compare, lit les avis jusqu’au bout.", "France"),
    ("Amie du Québec", "Aime le fait main français, demande les délais et les prises.", "Québec"),
)
CAMPAIGNS = (("Collection Aube", "aube"), ("Fête des Lumières", "fete-des-lumieres"), ("Réparer plutôt que racheter", "reparer"))
RHYTHM = 3  # posts a week that each space is meant to have


def brand() -> Workspace:
    organisation = Organisation.objects.create(name="Maison Lumen")
    return Workspace.objects.create(
        organisation=organisation,
        name="Maison Lumen",
        slug=SLUG,
        website=SHOP,
        is_demo=True,
        utm={"enabled": True, "source": "{network}", "medium": "social", "campaign": "{campaign}", "short": True, "scope": "own"},
    )


def team(workspace: Workspace) -> list[Person]:
    people = []
    for name, handle, role, language in TEAM:
        person = Person.objects.create_user(f"{handle}@maison-lumen.example", name=name, language=language)
        Membership.objects.create(person=person, workspace=workspace, role=role)
        people.append(person)
    return people


def spaces(workspace: Workspace, sandbox: Sandbox, owner: Person) -> list[Space]:
    """One space on every network that has a sandbox, signed in to as a person would."""
    made = []
    for slug in slugs():
        network = registry.get(slug)
        found = asyncio.run(sandbox.join(network, "maisonlumen", "Maison Lumen"))
        made.append(
            Space.objects.create(
                workspace=workspace,
                network=slug,
                name=f"Maison Lumen · {network}",
                handle=found.handle,
                url=found.url,
                base_url=found.base_url,
                account_id=found.account_id,
                credentials=found.credentials,
                declared=found.declared,
                sandbox=True,
                rhythm=RHYTHM,
                owner=owner,
                connected_at=clock.now(),
                connected_by=owner,
            )
        )
    return made


def objectives(workspace: Workspace, owner: Person) -> list[Objective]:
    today = workspace.today
    start = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    due = (start + timedelta(days=95)).replace(day=1) - timedelta(days=1)
    made = []
    for colour, (name, kind, targets) in enumerate(OBJECTIVES, 1):
        objective = Objective.objects.create(
            workspace=workspace, name=name, kind=kind, owner=owner, starts_on=start, due_on=due, colour=colour
        )
        Target.objects.bulk_create(Target(objective=objective, kpi=kpi, value=Decimal(value)) for kpi, value in targets)
        made.append(objective)
    return made


def strategy(workspace: Workspace, owner: Person) -> None:
    Persona.objects.bulk_create(
        Persona(workspace=workspace, name=name, description=text, region=region, language="fr") for name, text, region in PERSONAS
    )
    Campaign.objects.bulk_create(Campaign(workspace=workspace, name=name, utm=utm) for name, utm in CAMPAIGNS)
    SavedReply.objects.bulk_create(
        SavedReply(workspace=workspace, language=language, title=title, shortcut=shortcut, body=body, written_by=owner)
        for language, title, shortcut, body in SAVED_REPLIES
    )


def point_at_sandbox() -> None:
    """The sandbox may answer at another address than when the brand was made: the spaces follow, with all that names it."""
    for space in Space.objects.filter(sandbox=True):
        parts = urlsplit(space.base_url)
        before, now = f"{parts.scheme}://{parts.netloc}", settings.SANDBOX_URL
        if before == now:
            continue
        for wire in Wire.objects.filter(sources__space=space):
            Wire.objects.filter(pk=wire.pk).update(
                address=wire.address.replace(f"ws{before.removeprefix('http')}", f"ws{now.removeprefix('http')}")
            )
        space.base_url = space.base_url.replace(before, now)  # below it, each network has its own paths
        space.url = space.url.replace(before, now)
        space.declared = json.loads(json.dumps(space.declared).replace(before, now))
        space.credentials = Sealed(json.loads(json.dumps(dict(space.credentials)).replace(before, now)))
        space.save(update_fields=["base_url", "url", "declared", "credentials"])
