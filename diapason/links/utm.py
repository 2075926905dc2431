"""Campaign parameters (UTM) by the brand's rule."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.utils.text import slugify as slug

from diapason.editorial.models import Post
from diapason.territory.models import Space
from diapason.workspaces.models import Workspace

DEFAULT = {"source": "{network}", "medium": "social", "campaign": "{campaign}"}
NAMES = ("source", "medium", "campaign", "content", "term")
HOLES = re.compile(r"\{(\w+)\}")


def rule_of(workspace: Workspace) -> dict[str, str]:
    """The brand's rule (`Workspace.utm`): a template per parameter; `{"off": true}` adds nothing."""
    if workspace.utm.get("off"):
        return {}
    return {name: str(value) for name, value in {**DEFAULT, **workspace.utm}.items() if name in NAMES and value}


def facts(post: Post | None, space: Space | None) -> dict[str, str]:
    """What the holes of a rule may name."""
    campaign = post.campaign if post else None
    return {
        "network": space.network if space else "",
        "space": slug(space.name) if space else "",
        "campaign": (campaign.utm or slug(campaign.name)) if campaign else "",
        "post": str(post.pk) if post else "",
        "title": slug(post.title) if post else "",
        "objective": slug(post.objective.name) if post and post.objective else "",
        "language": post.language if post else "",
    }


def parameters(rule: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """The parameters that the rule gives; one left empty is not added."""
    filled = {f"utm_{name}": HOLES.sub(lambda hole: values.get(hole[1], ""), template).strip("-_ ") for name, template in rule.items()}
    return {name: value for name, value in filled.items() if value}


def add(url: str, extra: Mapping[str, str]) -> str:
    """The address with the parameters that it does not already have; what a person wrote by hand wins."""
    parts = urlsplit(url)
    present = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    missing = {name: value for name, value in extra.items() if name not in present}
    if not missing:
        return url
    query = "&".join(filter(None, [parts.query, urlencode(missing)]))
    return urlunsplit(parts._replace(query=query))


def tagged(workspace: Workspace, url: str, *, post: Post | None = None, space: Space | None = None) -> str:
    return add(url, parameters(rule_of(workspace), facts(post, space)))
