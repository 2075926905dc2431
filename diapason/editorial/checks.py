"""What is wrong with a post before it goes out: said once for all the spaces concerned, each with its cure.

Three sources: the limits of the network's manifest, what its connector knows more, and the rules of the house.
"""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from diapason.editorial import composing, linking, problems
from diapason.editorial.models import Post, Variant
from diapason.media import renditions
from diapason.networks.base.checks import check
from diapason.networks.base.content import Level, Problem
from diapason.networks.base.registry import Network
from diapason.territory.models import Space


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem as people read it. `network` empty: of the whole post; `field` says which part of the screen mends it.

    `also` are the other networks that have the very same problem.
    """

    code: str
    level: Level
    sentence: str
    cure: str
    network: str = ""
    spaces: tuple[str, ...] = ()
    field: str = "text"
    also: tuple[str, ...] = ()

    @property
    def networks(self) -> list[str]:
        return [self.network, *self.also] if self.network else []

    @property
    def is_error(self) -> bool:
        return self.level == Level.ERROR


def findings(post: Post) -> list[Finding]:
    """All of them, errors first. `post` is loaded by `composing.loaded`; no file is read and no network asked."""
    found = [finding for variant in post.variants.all() for finding in of_variant(variant)]
    found += of_post(post)
    return sorted(once(found), key=lambda finding: finding.level != Level.ERROR)


def once(found: Iterable[Finding]) -> list[Finding]:
    """What several networks say in the same words is said once, with their marks."""
    grouped: dict[Finding, list[str]] = {}
    for finding in found:
        same = dataclasses.replace(finding, network="") if finding.network and not finding.spaces else finding
        grouped.setdefault(same, []).append(finding.network)
    return [dataclasses.replace(same, network=first, also=tuple(also)) for same, (first, *also) in grouped.items()]


def errors(post: Post) -> list[Finding]:
    return [finding for finding in findings(post) if finding.is_error]


def has_spaces(post: Post) -> bool:
    return any(variant.spaces.all() for variant in post.variants.all())


def of_post(post: Post) -> Iterator[Finding]:
    rule = composing.link_rule(post.workspace)
    if not rule.tags and rule.domains and unmeasured(post, rule):
        yield said(Problem("links_not_measured", Level.WARNING, field="link"))


def unmeasured(post: Post, rule: linking.Rule) -> bool:
    texts = [f"{post.text} {post.link}", *(variant.text for variant in post.variants.all() if variant.own_text)]
    return any(linking.untagged(text, rule) for text in texts)


def of_variant(variant: Variant) -> list[Finding]:
    """Each problem once, with the spaces that have it."""
    network, spaces = variant.net, list(variant.spaces.all())
    grouped: dict[tuple[Any, ...], tuple[Problem, list[str]]] = {}
    for space in spaces:
        for problem in of_space(variant, space):
            key = (problem.code, problem.field, str(problem.values))
            grouped.setdefault(key, (problem, []))[1].append(space.name)
    found = [said(problem, network, names if len(spaces) > 1 else []) for problem, names in grouped.values()]
    return found + [said(problem, network) for problem in house(variant)] if spaces else []


def of_space(variant: Variant, space: Space) -> Iterator[Problem]:
    network = variant.net
    content = composing.content_for(variant, space, attach=renditions.foreseen)
    counted = composing.counted(content, composing.link_rule(variant.post.workspace))
    if network.can("publish"):  # the connector checks the limits too: those that this server declared
        yield from network.publish.check(counted, space.declared)
    else:
        yield from check(counted, network.manifest, composing.limits_for(network, space))


def house(variant: Variant) -> Iterator[Problem]:
    """The brand's own rules."""
    today = timezone.localdate(timezone=variant.post.workspace.tz)
    uses = composing.media_of(variant)
    silent = [use for use in uses if not (use.alt or use.asset.alt).strip() and use.asset.kind == "image"]
    if silent and variant.post.workspace.require_alt_text and variant.alt_waived_at is None:
        yield Problem("alt_missing", values={"count": len(silent)}, field="media")
    for use in uses:
        if use.asset.rights_end and use.asset.rights_end < (variant.post.publish_at.date() if variant.post.publish_at else today):
            yield Problem("rights_ended", values={"title": str(use.asset)}, field="media")


def said(problem: Problem, network: Network | None = None, spaces: Iterable[str] = ()) -> Finding:
    sentence, cure = problems.say(problem.code, problem.values, network)
    found = Finding(problem.code, Level(problem.level), sentence, cure, network.slug if network else "", field=problem.field)
    return dataclasses.replace(found, spaces=tuple(spaces))
