"""Tags that every template may use: built assets, permissions."""

import functools
import json

from django import template
from django.conf import settings
from django.templatetags.static import static

from diapason.workspaces.members import Member

register = template.Library()


@functools.cache
def manifest() -> dict[str, str]:
    names: dict[str, str] = json.loads((settings.BUILD_DIR / "static" / "manifest.json").read_text())
    return names


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built entry point: `{% asset "app.js" %}`."""
    return static(manifest()[name])


@register.filter
def can(member: Member, permission: str) -> bool:
    """`{% if member|can:"post.write" %}`."""
    return member.can(permission)
