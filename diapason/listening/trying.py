"""What a query would have caught lately, told while it is typed."""

from dataclasses import dataclass, field
from datetime import timedelta

from diapason.core import clock
from diapason.listening.mentions import Mention
from diapason.listening.queries.errors import QueryError
from diapason.listening.queries.lexer import Kind, pieces
from diapason.listening.queries.matching import compiled
from diapason.listening.queries.parser import parse
from diapason.listening.store import store
from diapason.listening.store.base import Period, Search
from diapason.listening.unmet import unmet_spaces
from diapason.workspaces.models import Workspace

DAYS = 30
OPERATORS = {"ET": "AND", "OU": "OR", "SAUF": "NOT"}  # which are English in every tool of the trade
MOST = 1000  # mentions that are looked at: who types does not wait
EXAMPLES = 3


@dataclass(slots=True)
class Trial:
    """`found` of the last `DAYS` days; `more`: only the latest that may fit were looked at, and there are more before them.
    `unmet`: names of spaces that it asks for and that the brand does not have. `meant`: words that look like operators in French, each
    with the operator."""

    text: str
    error: QueryError | None = None
    found: int = 0
    more: bool = False
    examples: list[Mention] = field(default_factory=list)
    unmet: list[str] = field(default_factory=list)
    meant: list[tuple[str, str]] = field(default_factory=list)

    @property
    def before(self) -> str:
        """What stands before the first character that is wrong."""
        return self.text[: self.error.position] if self.error else self.text

    @property
    def wrong(self) -> str:
        """That character; a sign for the place where something is missing."""
        return self.text[len(self.before) : len(self.before) + 1].strip() or "␣"

    @property
    def after(self) -> str:
        return self.text[len(self.before) + 1 :]


def trial(workspace: Workspace, text: str, wording: int | None = None) -> Trial:
    """Of all that was heard, or of what a wording finds; then the text may be empty."""
    text = text.replace("\0", "")
    tried = Trial(text)
    try:
        node = parse(text) if text or wording is None else None
    except QueryError as error:
        tried.error = error
        return tried
    tried.unmet = unmet_spaces(workspace, node) if node else []
    tried.meant = meant(text)
    now = clock.now()
    search = Search(workspace.pk, Period(now - timedelta(days=DAYS), now + timedelta(hours=1)), wording, node=node)
    candidates = store().candidates(search, MOST)
    test = compiled(node) if node else None
    fitting = [mention for mention in candidates.mentions if test is None or test(mention.document)]
    tried.found, tried.more, tried.examples = len(fitting), candidates.next is not None, fitting[:EXAMPLES]
    return tried


def meant(text: str) -> list[tuple[str, str]]:
    """Words in capitals between two others that are operators in French: `lampe OU suspension`. `text` is a query that can be read."""
    found = list(pieces(text))
    between = [piece.text for piece in found[1:-2] if piece.kind is Kind.WORD and piece.text in OPERATORS]
    return [(word, OPERATORS[word]) for word in dict.fromkeys(between)]
