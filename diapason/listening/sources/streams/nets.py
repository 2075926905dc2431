"""Which of what everybody says may be what a query finds: asked of its words and its address alone, before it is understood and before
it is known who speaks. Of a hundred thousand posts, a few are left to be looked at."""

from collections.abc import Collection, Mapping

from diapason.listening import asking
from diapason.listening.models import Wording
from diapason.listening.queries.document import Document
from diapason.listening.queries.nodes import And, Field, Near, Node, Not, Or, Title
from diapason.listening.queries.percolator import Percolator
from diapason.networks.base.content import Incoming

KNOWN = ("url", "site")  # fields of what is only heard


class Net:
    """The queries of several brands. `open` are the brands with a query that words alone cannot answer: all is theirs to look at."""

    def __init__(self, queries: Mapping[tuple[int, int], Node]) -> None:
        """`queries` by (brand, wording)."""
        asked = {name: of_words(node) for name, node in queries.items()}
        self.open = {brand for (brand, _), node in asked.items() if node is None}
        self.percolator = Percolator({name: node for name, node in asked.items() if node is not None})

    def caught_by(self, post: Incoming) -> set[int]:
        """The brands with a query that may find it: every one that does is among them."""
        document = Document(post.text, str(post.data.get("title") or ""), url=post.url)
        return self.open | {brand for brand, _ in self.percolator.found_by(document)}


def of_words(node: Node) -> Node | None:
    """What words alone must say for the query to be true; None where that is nothing."""
    match node:
        case Field():
            return node if node.name in KNOWN else None
        case And(parts):
            asked = tuple(part for each in parts if (part := of_words(each)) is not None)
            return And(asked) if len(asked) > 1 else next(iter(asked), None)
        case Or(parts):
            either = [of_words(each) for each in parts]
            return None if None in either else Or(tuple(part for part in either if part is not None))
        case Not(part):
            return node if is_of_words(part) else None
        case Title(part):
            within = of_words(part)
            return None if within is None else Title(within)
        case Near(left, right):
            return node if is_of_words(left) and is_of_words(right) else None
    return node


def is_of_words(node: Node) -> bool:
    """Whether words alone answer it."""
    match node:
        case Field():
            return node.name in KNOWN
        case And(parts) | Or(parts):
            return all(map(is_of_words, parts))
        case Not(part) | Title(part):
            return is_of_words(part)
        case Near(left, right):
            return is_of_words(left) and is_of_words(right)
    return True


class Nets:
    """The net of the brands that listen, made again when one of them changes its queries."""

    def __init__(self) -> None:
        self.stamp: object = None
        self.net = Net({})

    def of(self, brands: Collection[int]) -> Net:
        asked = Wording.objects.filter(workspace__in=brands, retired_at=None)
        stamp = (frozenset(brands), asking.stamp_of(asked))
        if stamp != self.stamp:
            rows = asked.values_list("workspace_id", "pk", "text")
            self.net = Net({(brand, pk): asking.read(text) for brand, pk, text in rows})
            self.stamp = stamp
        return self.net
