"""Who people name beside the brand: “cheaper than Nordlys”, “plutôt que Nordlys”. What is proposed as a competitor, and no more."""

import re
from collections import Counter, defaultdict
from datetime import timedelta

from diapason.core import clock
from diapason.listening.models import Query
from diapason.listening.queries.words import fold
from diapason.listening.store import store
from diapason.listening.store.base import Period, Search
from diapason.workspaces.models import Workspace

DAYS, MOST = 90, 1000  # the latest mentions of the brand that are looked at
LEAST = 2  # different people who name it
SHOWN = 5
CUES = (
    r"(?:mieux|moins bien|plus cher|moins cher|pire) que|plut[oô]t que|au lieu de|compar[ée]e?s? à|face à|concurrente? de|alternative à"
    r"|(?:passée?|partie?|allée?) chez|vs\.?|versus|(?:better|worse|cheaper|more expensive|rather) than|instead of|compared (?:to|with)"
    r"|alternative to|competitor of|switched to|(?:going|moved) (?:to|with)"
)
NAME = r"[A-ZÉÈÀÂÊÎÔÛÇ][\w’'&-]+(?: [A-ZÉÈÀÂÊÎÔÛÇ][\w’'&-]+){0,2}"
NAMED = re.compile(rf"\b(?i:{CUES})\s+(?i:chez\s+|le\s+|la\s+|l['’]|the\s+)?(?P<name>{NAME})")


def named_beside(workspace: Workspace) -> list[tuple[str, int]]:
    """Names and by how many people, those that most people name first; nobody who is listened for already."""
    people: dict[str, set[str]] = defaultdict(set)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for author, text in said_of(workspace):
        for found in NAMED.finditer(text):
            name = found["name"].rstrip("'’-&")
            people[fold(name)].add(author)
            written[fold(name)][name] += 1
    known = listened_for(workspace)
    counted = [(usual(written[key]), len(authors)) for key, authors in people.items() if len(authors) >= LEAST and key not in known]
    return sorted(counted, key=lambda each: (-each[1], each[0]))[:SHOWN]


def usual(forms: Counter[str]) -> str:
    return max(forms, key=lambda form: (forms[form], not form.isupper()))


def said_of(workspace: Workspace) -> list[tuple[str, str]]:
    """Author and text of the latest mentions of the brand."""
    now = clock.now()
    period = Period(now - timedelta(days=DAYS), now + timedelta(hours=1))
    wordings = Query.objects.filter(workspace=workspace, removed_at=None, purpose=Query.Purpose.BRAND, shown__isnull=False)
    found = [
        mention
        for wording in wordings.values_list("shown_id", flat=True)
        for mention in store().search(Search(workspace.pk, period, wording=wording), MOST).mentions
    ]
    return [(mention.author or str(mention.id), f"{mention.title}\n{mention.text}") for mention in found]


def listened_for(workspace: Workspace) -> set[str]:
    """The brand itself and every query, by name."""
    names = Query.objects.filter(workspace=workspace, removed_at=None).values_list("name", flat=True)
    return {fold(name) for name in (workspace.name, *names)}
