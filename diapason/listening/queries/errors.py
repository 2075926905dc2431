"""What is wrong with a query, where, and what to do about it."""

from django.utils.translation import gettext as _


class QueryError(ValueError):
    """`position` counts characters from 0; `message` says what is wrong there and `cure` what to write instead, both in the reader's
    language."""

    def __init__(self, position: int, message: str, cure: str) -> None:
        super().__init__(f"{position}: {message} {cure}")
        self.position, self.message, self.cure = position, message, cure


# What is said in several places.
def no_word(position: int) -> QueryError:
    return QueryError(position, _("There is no word here to look for."), _("Write letters, digits, a #tag, an @account or an emoji."))


def closes_nothing(position: int) -> QueryError:
    return QueryError(position, _("This parenthesis closes nothing."), _("Remove it, or open one before."))


def inside_another(position: int) -> QueryError:
    return QueryError(position, _("A field cannot stand inside another."), _("Write them side by side, with AND between them."))


def says_nothing(position: int, name: str, example: str) -> QueryError:
    said = _("“%(name)s:” says nothing.") % {"name": name}
    return QueryError(position, said, _("Write %(example)s.") % {"example": example})


def no_such_value(position: int, name: str, cure: str) -> QueryError:
    return QueryError(position, _("“%(name)s:” has no such value.") % {"name": name}, cure)


def too_many(position: int, message: str, most: int) -> QueryError:
    return QueryError(position, message % {"most": most}, _("Part it into several."))
