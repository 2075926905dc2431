"""What a brand could listen for, from what it said of itself: its name, its site, its accounts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import slugify

from diapason.listening.mentions import host_of
from diapason.listening.models import Query
from diapason.listening.queries.errors import QueryError
from diapason.listening.queries.parser import parse
from diapason.territory.models import Space
from diapason.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Proposal:
    name: str
    purpose: str
    text: str


def proposals(workspace: Workspace) -> list[Proposal]:
    """Queries that are not listened for yet; today the brand itself."""
    if Query.objects.filter(workspace=workspace, removed_at=None, purpose=Query.Purpose.BRAND).exists():
        return []
    text = of_brand(workspace.name, workspace.website, handles(workspace))
    return [Proposal(workspace.name[:120], Query.Purpose.BRAND, text)] if can_be_asked(text) else []


def of_brand(name: str, website: str, accounts: Iterable[str] = ()) -> str:
    """Its name, as a tag, its accounts, and links to its site. A name of one word is looked for as it is: it may be common, and whoever
    writes the query sees at once how much it finds."""
    tag = slugify(name).replace("-", "")
    found = [words(name), f"#{tag}" if tag else "", *(f"@{each}" for each in accounts)]
    host = host_of(website if "://" in website else f"https://{website}").removeprefix("www.")
    found.append(f"url:{host}" if host.rpartition(".")[2].isalpha() and " " not in host else "")
    return " OR ".join(dict.fromkeys(each for each in found if each))


def words(name: str) -> str:
    """As a query asks for these words, one after another."""
    name = name.replace('"', " ").strip()
    return f'"{name}"' if " " in name else name


def handles(workspace: Workspace) -> list[str]:
    """Of the accounts that people write to; the host of a handle is left out, for few people write it."""
    found = Space.objects.filter(workspace=workspace, removed_at=None).exclude(handle="").exclude(state=Space.State.WATCHED)
    bare = (handle.removeprefix("@").split("@")[0] for handle in found.order_by("pk").values_list("handle", flat=True))
    return [each for each in dict.fromkeys(bare) if each and not each.startswith("http") and "/" not in each and " " not in each]


def can_be_asked(text: str) -> bool:
    try:
        parse(text)
    except QueryError:
        return False
    return True
