"""What all the schemas share."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from ninja import Path, Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field

from diapason.api import problems
from diapason.core import keyset

LARGEST = 2**63 - 1  # of a row's number

Id = Annotated[int, Path(ge=1, le=LARGEST)]
Number = Annotated[int, Field(ge=1, le=LARGEST)]


def plain(text: str) -> str:
    """As the database can hold it."""
    return text.replace("\0", "")


Text = Annotated[str, AfterValidator(plain)]


Moment = Annotated[AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), le=datetime(2100, 1, 1, tzinfo=UTC))]


class Body(Schema):
    """A body that is written: a field that does not exist is refused rather than passed over in silence."""

    model_config = ConfigDict(extra="forbid")


class Paging(Schema):
    """`cursor` is the `next` of the page before."""

    cursor: Text = Field("", max_length=400, description="The `next` of the page before.")
    limit: int = Field(50, ge=1, le=200, description="How many at most.")

    def page[Row: Model](self, rows: QuerySet[Row], order: Sequence[str]) -> keyset.Page[Row]:
        try:
            return keyset.page(rows, order, cursor=self.cursor, size=self.limit)
        except (keyset.BadCursor, ValidationError, OverflowError, RecursionError):
            raise problems.field("cursor", _("This cursor is not one of this list. Start again without it.")) from None


def present(**conditions: Any) -> dict[str, Any]:
    """The conditions that were asked for."""
    return {name: value for name, value in conditions.items() if value is not None}
