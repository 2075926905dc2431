"""What was said of the demo brand elsewhere, these last months: press, blogs and forums, with a week of late deliveries in it.

It comes in as an archive would, through the same door: what the screens say of it is what listening really made of it.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import translation

from diapason.core import clock
from diapason.listening import past, pipeline, wording
from diapason.listening.mentions import Mention
from diapason.listening.models import Query, Source
from diapason.listening.sources import searches
from diapason.listening.sources.streams import wires
from diapason.listening.store import store
from diapason.networks.base.sandbox import Sandbox
from diapason.territory.models import Space
from diapason.workspaces.members import Member
from diapason.workspaces.models import Workspace

DAYS = 120
CRISIS_BEGAN, CRISIS_LASTED = 12, 4  # days ago; days
A_DAY, A_DAY_OF_CRISIS = 8, 45
QUERIES = (
    ("Maison Lumen", Query.Purpose.BRAND, '"maison lumen" OR #maisonlumen OR @maison.lumen OR (lumen NEAR/6 (lampe* OR suspension*))'),
    ("Atelier Clarté", Query.Purpose.COMPETITOR, '"atelier clarté" OR #atelierclarte'),
    ("Nordlys", Query.Purpose.COMPETITOR, "nordlys NOT (aurore* OR aurora)"),
    (
        "Luminaire durable",
        Query.Purpose.SECTOR,
        "(luminaire* OR lampe* OR éclairage OR lighting) AND (réparab* OR durable* OR recycl* OR repair*)",
    ),
)


@dataclass(frozen=True, slots=True)
class Place:
    site: str
    name: str
    kind: str
    language: str
    country: str


PLACES = (
    Place("journal-deco.example", "Journal déco", "article", "fr", "fr"),
    Place("lyon-matin.example", "Lyon Matin", "article", "fr", "fr"),
    Place("forum-maison.example", "Forum maison", "thread", "fr", "fr"),
    Place("avis-deco.example", "Avis déco", "review", "fr", "fr"),
    Place("chez-marguerite.example", "Chez Marguerite", "post", "fr", "ca"),
    Place("design-weekly.example", "Design Weekly", "article", "en", "gb"),
    Place("homes-and-light.example", "Homes & Light", "post", "en", "ca"),
)
AUTHORS = (
    "Inès Caron",
    "Paul Meunier",
    "Sofia Lambert",
    "Hugo Petit",
    "Nadia Roche",
    "Emma Wright",
    "Louis Gagnon",
    "Claire Dubois",
    "Tom Harris",
)
BRANDS = ("Maison Lumen", "Maison Lumen", "Maison Lumen", "Atelier Clarté", "Nordlys")
SAID = {
    "fr": (
        "Très contente de ma suspension {brand}, la lumière est douce et le montage simple.",
        "{brand} ouvre un atelier à Lyon : on y répare les luminaires, une belle idée durable.",
        "Quelqu’un connaît {brand} ? Est-ce que leurs lampes tiennent dans le temps ?",
        "Le service client de {brand} a répondu en une heure, bravo.",
        "La lampe de {brand} est jolie mais trop chère pour ce que c’est.",
        "Reçu ma commande {brand} : carton abîmé, mais la lampe est intacte.",
        "Nouvelle collection chez {brand}, du verre soufflé et du bois clair. #décoration",
        "J’hésite entre {brand} et une lampe chinée. Des avis ?",
        "Éclairage recyclé : {brand} reprend les anciennes lampes. #luminaire",
        "Déçue par {brand}, l’ampoule clignote et personne ne répond.",
    ),
    "en": (
        "Love my new {brand} pendant, the light is so soft.",
        "{brand} repairs its own lamps: durable lighting done right.",
        "Is {brand} worth the price? Thinking of two lamps for the office.",
        "{brand} now ships to Québec, about time!",
        "The {brand} lamp flickers after two weeks. Disappointed.",
    ),
}
CRISIS = {
    "fr": (
        "Toujours rien reçu de {brand}, trois semaines de retard de livraison et aucun message. #maisonlumen",
        "Livraison {brand} encore repoussée… le service client ne répond plus.",
        "Colis {brand} perdu, remboursement refusé. Inadmissible.",
        "{brand} annonce des retards de livraison à cause de son transporteur.",
        "Retard de livraison chez {brand} : ma commande de suspensions n’arrive pas, je veux un remboursement.",
    ),
    "en": ("Three weeks late and no news from {brand}. Where is my delivery?", "{brand} lost my parcel and will not refund me."),
}


def hear(owner: Member, chance: random.Random) -> None:
    brand = owner.workspace
    archive = Source.objects.create(workspace=brand, kind=Source.Kind.ARCHIVE, name="Presse et blogs", created_by=owner.person)
    now = clock.now()
    said = [mention for day in range(DAYS, -1, -1) for mention in of_day(brand, archive, now - timedelta(days=day), day, chance)]
    Source.objects.filter(pk=archive.pk).update(brought=len(said), read_at=now, last_said_at=said[-1].said_at)
    pipeline.take_in(brand, said)
    for name, purpose, text in QUERIES:
        query = wording.listen_for(owner, name, purpose, text)
        while query.shown and past.step(query.shown.pk):
            pass
    while store().settle():
        pass


def listen(owner: Member, sandbox: Sandbox) -> None:
    """What is said in the sandbox from now on: searched for, and heard as it is said."""
    with translation.override(owner.workspace.language):
        for space in Space.objects.filter(workspace=owner.workspace, sandbox=True).order_by("pk"):
            if space.net.can("search"):
                searches.add(owner, space, owner.workspace.name)
            if space.net.can("stream"):
                [path] = sandbox.fakes[space.network].sockets()
                address = f"ws{space.base_url.removeprefix('http')}{path}"
                wires.listened(owner, wires.Offer(space.net, space.base_url, space), address, "", "")


def of_day(brand: Workspace, archive: Source, day: datetime, ago: int, chance: random.Random) -> list[Mention]:
    in_crisis = CRISIS_BEGAN - CRISIS_LASTED < ago <= CRISIS_BEGAN
    many = round(chance.gauss(A_DAY, 2)) + (chance.randint(A_DAY_OF_CRISIS // 2, A_DAY_OF_CRISIS) if in_crisis else 0)
    return sorted((one(brand, archive, day, number, in_crisis, chance) for number in range(max(many, 1))), key=lambda each: each.said_at)


def one(brand: Workspace, archive: Source, day: datetime, number: int, in_crisis: bool, chance: random.Random) -> Mention:
    place = chance.choice(PLACES)
    late = in_crisis and chance.random() < 0.8
    name = "Maison Lumen" if late else chance.choice(BRANDS)
    text = chance.choice((CRISIS if late else SAID)[place.language]).format(brand=name)
    who = chance.choice(AUTHORS)
    key = f"{place.site}/{day:%Y-%m-%d}-{number}"
    return Mention(
        workspace=brand.pk,
        source=archive.pk,
        key=key,
        said_at=day - timedelta(minutes=chance.randint(0, 1380)),
        text=text,
        title=text[:60].rsplit(" ", 1)[0] + "…" if place.kind == "article" else "",
        kind=place.kind,
        url=f"https://{key}",
        language=place.language,
        country=place.country,
        author=f"{place.site}/{who}",
        author_name=who,
        followers=chance.choice((None, 120, 800, 2400, 15000)) if place.kind == "post" else None,
    )
