"""People who react to what a fake network publishes, so that the demo brand is alive. Seeded: the same post, the same people."""

import random
from dataclasses import asdict, dataclass
from typing import Any

from diapason.core import clock
from diapason.networks.base.fake import Fake, Published

PEOPLE = (
    "amina.k", "bastien", "chloe-roy", "dimitri", "elise.m", "farid", "gabrielle", "hugo.p", "ines", "julien-t",
    "kate.w", "liam", "margot", "noah.b", "oceane", "paul.d", "quitterie", "rosa", "sam.j", "theo",
)  # fmt: skip
FRENCH = (
    "Merci pour ces nouvelles ! C’est ouvert samedi ?",
    "J’adore. Vivement la suite 😍",
    "Est-ce que vous livrez aussi au Québec ?",
    "Reçu hier, très déçu : l’emballage était abîmé. Que faire ?",
    "Bravo à toute l’équipe 👏",
    "Où peut-on trouver le modèle de la photo ?",
    "Toujours pas de réponse à mon message de lundi…",
    "On passe vous voir cette semaine !",
    "Le lien ne marche pas chez moi.",
    "Superbe photo, qui l’a prise ?",
)
ENGLISH = (
    "Love this! Is it open on Saturday?",
    "Do you ship to Canada?",
    "Mine arrived damaged. Who should I write to?",
    "Congratulations to the whole team 👏",
    "Where can I find the one in the picture?",
    "Still waiting for an answer to my message…",
    "The link does not open on my phone.",
    "What a lovely picture. Who took it?",
    "Can't wait to see it in person!",
    "Is there a discount for students?",
)
CHATTER = (
    "Très contente de ma commande #{tag}, la lumière est douce.",
    "Quelqu’un connaît #{tag} ? J’hésite encore.",
    "Le service client de #{tag} a répondu en une heure, bravo.",
    "Deux semaines de retard pour #{tag}, c’est long…",
    "Love my new #{tag} lamp.",
    "Is #{tag} worth the price?",
    "Mine from #{tag} flickers. Disappointed.",
)
FRENCH_WORDS = {"le", "la", "les", "des", "une", "et", "vous", "nous", "est", "pour", "dans", "avec", "notre", "sur", "du", "au"}
LONGEST = 90.0
BETWEEN = (40.0, 160.0)  # seconds between two things that people say by themselves
MOST_SAID = 300


@dataclass(frozen=True)
class Reaction:
    """`due` is an epoch; `kind` one of like, repost, reply."""

    due: float
    post: str
    kind: str
    author: str
    text: str = ""


def is_french(text: str) -> bool:
    return len(FRENCH_WORDS & set(text.lower().split())) >= 2


def reactions(post: Published, seed: int, now: float) -> list[Reaction]:
    """What the audience will do about a post, in the minute and a half that follows."""
    chance = random.Random(f"{seed}:{post.id}")
    people = chance.sample(PEOPLE, chance.randint(4, len(PEOPLE)))
    planned = [Reaction(now + chance.uniform(3, LONGEST), post.id, "like", person) for person in people]
    planned += [Reaction(now + chance.uniform(5, LONGEST), post.id, "repost", person) for person in people[: len(people) // 4]]
    replies = chance.sample(FRENCH if is_french(post.text) else ENGLISH, chance.randint(0, 3))
    planned += [Reaction(now + chance.uniform(4, LONGEST), post.id, "reply", who, text) for who, text in zip(people, replies, strict=False)]
    return planned


class Audience:
    """Watches one fake: plans reactions to each new post of a member, and carries out those that are due."""

    def __init__(self, fake: Fake, seed: int = 1) -> None:
        self.fake = fake
        self.seed = seed
        self.seen: set[str] = set()
        self.waiting: list[Reaction] = []
        self.said, self.says_at = 0, 0.0

    def tick(self) -> int:
        """Carries out what is due; how many reactions were made or planned."""
        now = clock.now().timestamp()
        done = self.notice(now)
        due = [reaction for reaction in self.waiting if reaction.due <= now]
        self.waiting = [reaction for reaction in self.waiting if reaction.due > now]
        for reaction in sorted(due, key=lambda one: one.due):
            self.fake.react(reaction.post, reaction.kind, reaction.author, reaction.text)
        self.chat(now)
        return done + len(due)

    def chat(self, now: float) -> None:
        """From time to time somebody speaks of a member without being asked, so that who listens hears something."""
        if type(self.fake).say is Fake.say or self.said >= MOST_SAID or now < self.says_at:
            return
        chance = random.Random(f"{self.seed}:said:{self.said}")
        members = sorted({name_of(post.account) for post in self.fake.published()} - set(PEOPLE))
        if members and self.says_at:
            tag = "".join(letter for letter in chance.choice(members) if letter.isalnum())
            self.fake.say(chance.choice(PEOPLE), chance.choice(CHATTER).format(tag=tag))
            self.said += 1
        self.says_at = now + chance.uniform(*BETWEEN)

    def notice(self, now: float) -> int:
        fresh = [post for post in self.fake.published() if post.id not in self.seen]
        for post in fresh:
            self.seen.add(post.id)
            if name_of(post.account) not in PEOPLE and not post.parent:
                self.waiting += reactions(post, self.seed, now)
        return len(fresh)

    def dump(self) -> dict[str, Any]:
        return {"seen": sorted(self.seen), "waiting": [asdict(reaction) for reaction in self.waiting], "said": self.said}

    def load(self, data: dict[str, Any]) -> None:
        self.seen = set(data["seen"])
        self.waiting = [Reaction(**reaction) for reaction in data["waiting"]]
        self.said = data.get("said", 0)


def name_of(account: str) -> str:
    """Some networks write a domain after it."""
    return account.removesuffix(".test")
