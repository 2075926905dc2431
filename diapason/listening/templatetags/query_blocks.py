"""What the blocks of a query offer."""

from django import template

from diapason.listening import building

register = template.Library()


@register.simple_tag
def group_kinds() -> list[tuple[str, object]]:
    return [*building.GROUPS.items()]


@register.simple_tag
def added_kinds(group: building.Shown) -> list[tuple[str, object]]:
    """What can be put into a group: below a certain depth, no other group."""
    return [(kind, label) for kind, label in building.ADDED_NAMES if group.holds_groups or kind not in building.GROUPS]


@register.simple_tag
def field_names() -> list[tuple[str, object]]:
    return [*building.field_names()]


@register.filter
def words(text: str) -> list[str]:
    return text.split()
