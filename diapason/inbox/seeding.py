"""Many plausible conversations, made in bulk with a fixed seed, for benchmarks and for trying the screens."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.db import connection

from diapason.community.models import Contact, Identity
from diapason.core import clock
from diapason.inbox import facts
from diapason.inbox.models import Closure, Conversation, Message
from diapason.territory.models import Space
from diapason.workspaces.models import Person, Workspace

FIRST = [
    "Julie",
    "Théo",
    "Marc",
    "Inès",
    "Sofia",
    "Hugo",
    "Léa",
    "Nadia",
    "Paul",
    "Amélie",
    "Zoé",
    "Karim",
    "Élodie",
    "Noé",
    "Chloé",
    "Malik",
    "Anaïs",
    "Bruno",
    "Sarah",
    "Yann",
]
LAST = [
    "Marchand",
    "Rivière",
    "Dubois",
    "Lefèvre",
    "Garnier",
    "Haddad",
    "Moreau",
    "Petit",
    "Nguyen",
    "Roche",
    "Colin",
    "Benali",
    "Faure",
    "Masson",
    "Guérin",
    "Diallo",
]
THINGS = [
    "suspension",
    "lampe",
    "applique",
    "abat-jour",
    "commande",
    "livraison",
    "facture",
    "atelier",
    "garantie",
    "ampoule",
    "variateur",
    "cordon",
]
PLACES = ["Lyon", "Valence", "Grenoble", "Paris", "Bordeaux", "Lille", "Montréal", "Québec", "Nantes", "Rennes", "Strasbourg"]
SENTENCES = (
    "Bonjour, ma {thing} devait arriver mardi à {place} et toujours rien.",
    "Est-ce que la {thing} Aube existe en version sans fil ?",
    "Installée hier à {place}, quelle merveille. Merci pour le conseil en boutique !",
    "Personne ne répond au téléphone, c’est pénible. Je voudrais un remboursement de ma {thing}.",
    "Hello, do you ship the {thing} to {place}? I could not find it on your website.",
    "Trois semaines d’attente pour une {thing}, c’est long, mais le résultat est superbe.",
    "Quels sont vos horaires à {place} pendant les vacances ?",
    "Votre atelier de {place} est magnifique, bravo à toute l’équipe 👏",
    "La {thing} est arrivée cassée, que dois-je faire ?",
    "Thanks for the quick answer, the {thing} works perfectly now.",
)
ANSWERS = ("Bonjour {name}, merci de votre message. Votre {thing} part ce soir.", "Merci {name}, c’est noté par l’équipe.")
KINDS = ("comment", "comment", "comment", "mention", "message", "review")


def name(chance: random.Random) -> str:
    return f"{chance.choice(FIRST)} {chance.choice(LAST)}"


def text(chance: random.Random, models: Sequence[str], **values: str) -> str:
    some = chance.sample(models, k=chance.randint(1, min(3, len(models))))
    return " ".join(model.format(thing=chance.choice(THINGS), place=chance.choice(PLACES), **values) for model in some)


def people(chance: random.Random, space: Space, number: int) -> list[Identity]:
    contacts = Contact.objects.bulk_create([Contact(workspace=space.workspace, name=name(chance)) for _ in range(number)], batch_size=2000)
    return Identity.objects.bulk_create(
        [
            Identity(
                workspace=space.workspace,
                network=space.network,
                remote_id=f"seed-{space.pk}-{n}",
                handle=f"{contact.name.lower().replace(' ', '.')}{n}",
                name=contact.name,
                followers=chance.choice([None, chance.randint(3, 90_000)]),
                read_at=clock.now(),
                contact=contact,
            )
            for n, contact in enumerate(contacts)
        ],
        batch_size=2000,
    )


def thread(chance: random.Random, conversation: Conversation, began: datetime, person: Identity) -> Iterator[Message]:
    """One to six messages that take turns, theirs first."""
    moment = began
    for turn in range(chance.choice([1, 1, 2, 2, 3, 4, 6])):
        ours = turn % 2 == 1
        model = ANSWERS if ours else SENTENCES
        yield Message(
            workspace_id=conversation.workspace_id,
            space_id=conversation.space_id,
            conversation=conversation,
            remote_id=f"{conversation.thread_key}-{turn}",
            direction="out" if ours else "in",
            kind=conversation.kind,
            identity=None if ours else person,
            text=text(chance, model, name=person.name.split()[0]) if ours else text(chance, model),
            sent_at=moment,
            language=conversation.language,
            rating=chance.randint(1, 5) if conversation.kind == "review" and not ours else None,
        )
        moment = min(moment + timedelta(minutes=chance.randint(3, 900)), clock.now())


def seed(space: Space, messages: int, *, team: Sequence[Person] = (), days: int = 365, seed_number: int = 7) -> int:
    """Adds about `messages` messages to a space, spread over the last `days`; how many it made."""
    chance = random.Random(seed_number + space.pk)
    who = people(chance, space, max(20, messages // 12))
    made = 0
    while made < messages:
        batch = conversations(chance, space, min(2000, (messages - made) // 3 + 1), team)
        rows = [row for item in batch for row in thread(chance, item, moment(chance, days), chance.choice(who))]
        Message.objects.bulk_create(rows, batch_size=2000)
        made += len(rows)
    settle(space, chance)
    return made


def moment(chance: random.Random, days: int) -> datetime:
    """More of them lately, as the brand grows."""
    return clock.now() - timedelta(minutes=int(days * 1440 * (1 - chance.random() ** 0.5)) + 1)


def conversations(chance: random.Random, space: Space, number: int, team: Sequence[Person]) -> list[Conversation]:
    return Conversation.objects.bulk_create(
        Conversation(
            workspace=space.workspace,
            space=space,
            thread_key=f"seed-{space.pk}-{chance.getrandbits(60)}",
            kind=chance.choice(KINDS),
            language=chance.choice(["fr", "fr", "fr", "en"]),
            assignee=chance.choice([None, None, *team]),
            urgent=chance.random() < 0.01,
            unread=chance.random() < 0.05,
        )
        for _ in range(number)
    )


def settle(space: Space, chance: random.Random) -> None:
    """Closes what is old, works every conversation out, and counts what each person wrote."""
    old = clock.now() - timedelta(days=2)
    ids = list(Conversation.objects.filter(space=space).order_by("pk").values_list("pk", flat=True))
    facts.refresh(ids)
    done = Conversation.objects.filter(space=space, last_message_at__lt=old).exclude(status="closed").values_list("pk", flat=True)
    closed = [pk for pk in done if chance.random() < 0.97]
    Closure.objects.bulk_create([Closure(conversation_id=pk, at=clock.now()) for pk in closed], batch_size=2000)
    numbers = iter(closed)
    while some := list(islice(numbers, 5000)):
        facts.refresh(some)
    count_people(space.workspace)


def count_people(workspace: Workspace) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE community_contact contact SET messages = said.number, seen_at = said.latest
               FROM (SELECT identity.contact_id, count(*) AS number, max(message.sent_at) AS latest
                     FROM inbox_message message JOIN community_identity identity ON identity.id = message.identity_id
                     WHERE message.workspace_id = %s GROUP BY identity.contact_id) said
               WHERE contact.id = said.contact_id""",
            [workspace.pk],
        )
