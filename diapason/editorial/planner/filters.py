"""The filters of the calendar, as they stand in its address. Export and the list use the same."""

from dataclasses import asdict, dataclass, fields
from typing import Self
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from diapason.editorial.access import posts
from diapason.editorial.models import Post, Variant
from diapason.workspaces.members import Member

NUMBERS = ("space", "persona", "objective", "campaign", "author")
NONE = "none"  # an objective of "none" finds the posts that serve no objective


@dataclass(frozen=True, slots=True)
class Filters:
    """Every value is the text of the address; one that makes no sense is left out."""

    network: str = ""
    space: str = ""
    persona: str = ""
    objective: str = ""
    campaign: str = ""
    language: str = ""
    status: str = ""
    content_type: str = ""
    author: str = ""
    q: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        values = {field.name: query.get(field.name, "").strip()[:200].replace("\0", "") for field in fields(cls)}
        for name in NUMBERS:
            if not (is_number(values[name]) or (name != "space" and values[name] == NONE)):
                values[name] = ""
        return cls(**values)

    @property
    def chosen(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.chosen)

    def apply(self, member: Member) -> QuerySet[Post]:
        """The posts that the member may see and the filters keep, each once, in no order."""
        found = posts(member)
        if found.query.distinct:  # so that rows may be counted and numbered
            found = Post.objects.filter(pk__in=found.order_by().values("pk"))
        for name in NUMBERS:
            value = getattr(self, name)
            if value and name != "space":
                found = found.filter(**({f"{name}__isnull": True} if value == NONE else {f"{name}_id": int(value)}))
        exact = {name: getattr(self, name) for name in ("language", "status", "content_type") if getattr(self, name)}
        found = found.filter(**exact) if self.status else found.filter(**exact).exclude(status=Post.Status.CANCELLED)
        if self.network or self.space:
            found = found.filter(Exists(self.variants()))
        if self.q:
            found = found.filter(Q(title__icontains=self.q) | Q(text__icontains=self.q) | Q(hashtags__icontains=self.q))
        return found

    def variants(self) -> QuerySet[Variant]:
        found = Variant.objects.filter(post=OuterRef("pk"))
        if self.network:
            found = found.filter(network=self.network)
        if self.space:
            found = found.filter(spaces=int(self.space))
        return found


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18
