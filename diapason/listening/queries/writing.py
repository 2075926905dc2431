"""A tree written as a query: what a person clicked together, in the text that they could have typed."""

from diapason.listening.queries.lexer import QUOTES
from diapason.listening.queries.nodes import And, Field, Near, Node, Not, Or, Phrase, Raw, Title, Wild, Word

OPERATORS = {"AND", "OR", "NOT"}


def written(node: Node) -> str:
    """A text that `parse` reads as an equal tree."""
    if isinstance(node, Or):
        return " OR ".join(bound(part, (And,)) if not isinstance(part, Or) else f"({written(part)})" for part in node.parts)
    if isinstance(node, And):
        return " AND ".join(f"({written(part)})" if isinstance(part, Or) else written(part) for part in node.parts)
    if isinstance(node, Not):
        return f"NOT {bound(node.part)}"
    if isinstance(node, Near):
        sign = f"{'O' if node.ordered else ''}NEAR/{node.distance}"
        right = f"({written(node.right)})" if isinstance(node.right, Near) else bound(node.right)
        return f"{bound(node.left, (Near,))} {sign} {right}"
    if isinstance(node, Title):
        return f"title:{bound(node.part)}"
    return leaf(node)


def bound(node: Node, kept: tuple[type, ...] = ()) -> str:
    """In parentheses, unless it holds together by itself or is of a kind that is `kept`."""
    if isinstance(node, (And, Or, Near, Not)) and not isinstance(node, kept):
        return f"({written(node)})"
    return written(node)


def leaf(node: Word | Wild | Phrase | Raw | Field) -> str:
    if isinstance(node, Word):
        return node.text
    if isinstance(node, Wild):
        return node.pattern
    if isinstance(node, Phrase):
        return f'"{" ".join(node.words)}"'
    if isinstance(node, Raw):
        return f'raw:"{" ".join(node.words)}"'
    if node.operator != ":":
        return f"{node.name}:{node.operator}{node.value}"
    return f"{node.name}:{quoted(node.value)}"


def quoted(value: str) -> str:
    """Between quotation marks that it does not hold."""
    for opening, closing in QUOTES.items():
        if not any(sign in value for sign in closing):
            return f"{opening}{value}{closing[0]}"
    return quoted(value.replace('"', " "))
