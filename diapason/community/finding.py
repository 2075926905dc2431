"""Looking for people by name, handle or tag."""

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat

from diapason.community.merging import fold
from diapason.community.models import Contact, Identity
from diapason.workspaces.members import Member


def find(member: Member, rows: QuerySet[Contact], text: str) -> QuerySet[Contact]:
    """Those of the profiles whose name, or the name or handle of an account, holds `text`, accents and case aside."""
    wanted = fold(Value(text.replace("\x00", "").removeprefix("@")))
    accounts = Identity.objects.alias(folded=fold(Concat(F("name"), Value(" "), F("handle")))).filter(folded__contains=wanted)
    by_account = accounts.filter(workspace=member.workspace).values("contact")
    return rows.alias(folded=fold(F("name"))).filter(Q(folded__contains=wanted) | Q(pk__in=by_account))


def tagged(rows: QuerySet[Contact], tag: str) -> QuerySet[Contact]:
    return rows.filter(tags__contains=[tag])
