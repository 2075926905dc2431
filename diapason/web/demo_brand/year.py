"""A year of posts: what was published, where, when; and the three weeks to come."""

import random
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta

from diapason.core import clock
from diapason.editorial import workflow
from diapason.editorial.models import Post, Variant
from diapason.links.models import Link
from diapason.links.services import shorten
from diapason.networks.base.content import Content, Poll
from diapason.publishing.models import Delivery
from diapason.strategy.models import Campaign, Objective, Persona
from diapason.territory.models import Space
from diapason.web.demo_brand.words import IDEAS, Idea
from diapason.workspaces.members import Member, member_of
from diapason.workspaces.models import Person, Workspace

HOURS = (8, 9, 11, 12, 14, 17, 18, 19)
WEEKS = 52
A_WEEK = 4


def moments(workspace: Workspace, chance: random.Random) -> Iterator[datetime]:
    """When the posts of the past year went out, oldest first, in the brand's own hours."""
    today = workspace.today
    for week in range(WEEKS, 0, -1):
        for day in sorted(chance.sample(range(7), A_WEEK)):
            date = today - timedelta(days=7 * week - day)
            local = datetime.combine(date, time(chance.choice(HOURS), chance.choice((0, 15, 30))), workspace.tz)
            yield local.astimezone(UTC)


def past(
    workspace: Workspace, spaces: Sequence[Space], team: Sequence[Person], objectives: Sequence[Objective], chance: random.Random
) -> None:
    """Posts that were published, with one delivery for each space."""
    personas, campaigns = list(Persona.objects.filter(workspace=workspace)), list(Campaign.objects.filter(workspace=workspace))
    for number, moment in enumerate(moments(workspace, chance)):
        idea = IDEAS[(number * 5 + chance.randint(0, 2)) % len(IDEAS)]
        post = make_post(workspace, idea, moment, team, objectives, personas, campaigns, chance)
        Post.objects.filter(pk=post.pk).update(status=Post.Status.PUBLISHED)
        for space in chance.sample(list(spaces), chance.randint(1, len(spaces))):
            deliver(post, space, moment, chance)


def make_post(
    workspace: Workspace,
    idea: Idea,
    moment: datetime,
    team: Sequence[Person],
    objectives: Sequence[Objective],
    personas: Sequence[Persona],
    campaigns: Sequence[Campaign],
    chance: random.Random,
) -> Post:
    return Post.objects.create(
        workspace=workspace,
        title=idea.title,
        text=idea.text,
        content_type=idea.kind,
        language=idea.language,
        market="fr" if idea.language == "fr" else "ca",
        objective=objectives[idea.objective],
        persona=chance.choice(personas),
        campaign=chance.choice([*campaigns, None]),
        link=idea.link,
        hashtags="#lumière #maison" if idea.language == "fr" else "#light #home",
        author=chance.choice(team[:4]),
        publish_at=moment,
    )


def deliver(post: Post, space: Space, moment: datetime, chance: random.Random) -> Delivery:
    """A delivery of the past: out, with the address that it had."""
    variant = Variant.objects.create(post=post, network=space.network)
    variant.spaces.add(space)
    key = uuid.UUID(int=chance.getrandbits(128), version=4)
    text = post.text
    if post.link:
        text = f"{text}\n\n{link(post, space, key).short_url}"
    return Delivery.objects.create(
        key=key,
        workspace=post.workspace,
        space=space,
        variant=variant,
        content=Content(parts=(text,), title=post.title, language=post.language).as_json(),
        state=Delivery.State.PUBLISHED,
        due_at=moment,
        published_at=moment + timedelta(seconds=chance.uniform(0.3, 2)),
        remote_id=f"demo-{key.hex[:12]}",
        created_by=post.author,
    )


def link(post: Post, space: Space, key: uuid.UUID) -> Link:
    return shorten(post.workspace, post.link, post=post, space=space, delivery_key=key)


# ── The weeks to come ────────────────────────────────────────────────────────────────────────────────────────────────
# Day from today, hour, number of the idea, and how far it has come.
COMING = (
    (0, 18, 3, "planned"), (1, 9, 8, "planned"), (1, 14, 2, "review"), (2, 12, 5, "planned"), (3, 17, 6, "planned"), (4, 8, 12, "review"),
    (5, 11, 22, "planned"), (6, 10, 9, "draft"), (7, 9, 24, "planned"), (8, 18, 16, "review"), (9, 12, 7, "changes"), (10, 9, 18, "draft"),
    (12, 17, 21, "planned"), (13, 11, 23, "idea"), (15, 9, 25, "draft"), (17, 14, 11, "idea"), (19, 9, 19, "draft"), (20, 18, 13, "idea"),
)  # fmt: skip


def coming(
    workspace: Workspace, spaces: Sequence[Space], team: Sequence[Person], objectives: Sequence[Objective], chance: random.Random
) -> None:
    """Posts on their way, each brought to its state by the acts of the people who do them."""
    personas, campaigns = list(Persona.objects.filter(workspace=workspace)), list(Campaign.objects.filter(workspace=workspace))
    camille, yanis = (member_of(person, workspace.slug) for person in team[:2])
    today = workspace.today
    for day, hour, number, state in COMING:
        moment = datetime.combine(today + timedelta(days=day), time(hour), workspace.tz).astimezone(UTC)
        if moment <= clock.now():
            moment += timedelta(days=1)
        post = make_post(workspace, IDEAS[number], moment, team, objectives, personas, campaigns, chance)
        post.writing_due, post.approval_due = moment - timedelta(days=3), moment - timedelta(days=1)
        post.save(update_fields=["writing_due", "approval_due"])
        for space in places(IDEAS[number], spaces, chance):
            variant = Variant.objects.create(post=post, network=space.network, poll=poll(IDEAS[number], space))
            variant.spaces.add(space)
        advance(post, state, camille, yanis)


def places(idea: Idea, spaces: Sequence[Space], chance: random.Random) -> list[Space]:
    """Two spaces; for a poll, those whose network has polls, if any."""
    fit = [space for space in spaces if idea.kind != "poll" or space.net.manifest.poll] or list(spaces)
    return chance.sample(fit, min(len(fit), 2))


def poll(idea: Idea, space: Space) -> dict[str, object] | None:
    if idea.kind != "poll" or not space.net.manifest.poll:
        return None
    asked = Poll(("À poser", "Suspendue", "Les deux"), 86400)
    return {"options": list(asked.options), "seconds": asked.seconds, "multiple": asked.multiple}


def advance(post: Post, state: str, lead: Member, writer: Member) -> None:
    if state == "idea":
        return
    workflow.begin(writer, post.pk)
    if state == "draft":
        return
    workflow.submit(writer, post.pk)
    if state == "changes":
        workflow.ask_changes(lead, post.pk, "Peut-on montrer l’atelier plutôt que la boutique ?")
    elif state == "planned":
        workflow.approve(lead, post.pk)
