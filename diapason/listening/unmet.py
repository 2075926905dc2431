"""What a query asks for that the brand does not have: nothing new can be found by it, and whoever wrote it should know."""

from diapason.listening.queries.nodes import Node, fields
from diapason.listening.queries.words import fold_value
from diapason.territory.models import Space
from diapason.workspaces.models import Workspace


def unmet_spaces(workspace: Workspace, node: Node) -> list[str]:
    """Names, folded, that no space of the brand bears, as after a space was renamed."""
    asked = {field.value for field in fields(node) if field.name == "space"}
    if not asked:
        return []
    names = Space.objects.filter(workspace=workspace, removed_at=None).values_list("name", flat=True)
    return sorted(asked - {fold_value(name) for name in names})
