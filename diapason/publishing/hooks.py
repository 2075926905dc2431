"""What publishing does when a post is planned, moved, withdrawn or sent at once (registered with `editorial.planning`)."""

import dataclasses
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from diapason.core import clock
from diapason.editorial import composing, planning
from diapason.editorial.models import Post, Variant
from diapason.links.rewriting import shorten_text
from diapason.networks.base.content import Content
from diapason.publishing import services
from diapason.publishing.models import Delivery
from diapason.publishing.states import UNSENT
from diapason.territory import reconnection, removal
from diapason.territory.models import Space
from diapason.workspaces.members import Member

S = Delivery.State


def register() -> None:
    planning.on_planned(plan)
    planning.on_moved(move)
    planning.on_withdrawn(withdraw)
    planning.on_now(send_now)
    removal.register("publishing", foresee_removal, cancel_for_removed)
    reconnection.register(services.space_reconnected)


def of_post(post: Post) -> QuerySet[Delivery]:
    return Delivery.objects.filter(variant__post=post).exclude(state__in=[S.CANCELLED, S.PUBLISHED]).select_related("space", "workspace")


def plan(member: Member, post: Post) -> None:
    """One delivery for each variant and space, with the content as it stands; those of spaces left out are withdrawn."""
    loaded = composing.loaded(Post.objects.filter(pk=post.pk)).get()
    wanted: set[tuple[int, int]] = set()
    with told():
        for variant in loaded.variants.all():
            for space in variant.spaces.all():
                wanted.add((variant.pk, space.pk))
                if already_out(variant, space):
                    continue
                services.plan(member, variant, space, maker(variant, space), post.publish_at or clock.now())
        for delivery in of_post(post):
            if (delivery.variant_id, delivery.space_id) not in wanted:
                services.cancel(member, delivery)


def already_out(variant: Variant, space: Space) -> bool:
    return Delivery.objects.filter(variant=variant, space=space, state=S.PUBLISHED).exists()


def maker(variant: Variant, space: Space) -> Callable[[uuid.UUID], Content]:
    return lambda key: content_of(variant, space, key)


def content_of(variant: Variant, space: Space, key: uuid.UUID) -> Content:
    """What is sent to that space, its links made short where the brand's rule says so."""
    content = composing.content_for(variant, space)
    post, workspace = variant.post, variant.post.workspace
    rule = composing.link_rule(workspace)

    def short(text: str) -> str:
        return shorten_text(text, rule, workspace, post=post, space=space, delivery_key=key)

    parts = tuple(short(part) for part in content.parts)
    card = dataclasses.replace(content.card, url=short(content.card.url)) if content.card else None
    options = {name: short(value) if name == "first_comment" else value for name, value in content.options.items()}
    return dataclasses.replace(content, parts=parts, card=card, options=options)


def move(member: Member, post: Post) -> None:
    with told():
        for delivery in of_post(post):
            services.move_to(member, delivery, post.publish_at or clock.now())


def withdraw(member: Member, post: Post) -> None:
    with told():
        for delivery in of_post(post):
            services.cancel(member, delivery)


def send_now(member: Member, post: Post) -> None:
    now = clock.now()
    with told():
        for delivery in of_post(post).filter(state__in=UNSENT):
            services.move_to(member, delivery, now)


@contextmanager
def told() -> Iterator[None]:
    """Says « too late » to the editorial side in its own words."""
    try:
        yield
    except services.TooLate as error:
        sentence = _("Part of this post is being sent at this moment, or is already out. Wait a minute, then look at its deliveries.")
        raise planning.CannotWithdraw(sentence) from error


# ── A space that goes away ───────────────────────────────────────────────────────────────────────────────────────────
def to_come(space: Space) -> QuerySet[Delivery]:
    return Delivery.objects.filter(space=space, state__in=UNSENT).select_related("space", "workspace")


def foresee_removal(space: Space) -> list[str]:
    count = to_come(space).count()
    if not count:
        return []
    sentence = ngettext(
        "%(count)s post that is still to go out there is cancelled.", "%(count)s posts that are still to go out there are cancelled.", count
    )
    return [sentence % {"count": count}]


def cancel_for_removed(member: Member, space: Space) -> None:
    """A thread that stopped in the middle stays: a worker gives it to a person, who says what becomes of it."""
    for delivery in to_come(space):
        with suppress(services.TooLate):
            services.cancel(member, delivery)
