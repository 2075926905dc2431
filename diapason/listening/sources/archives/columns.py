"""What a column of an archive may hold, and how columns are called in French and in English."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diapason.editorial.exchange.columns import plain


@dataclass(frozen=True, slots=True)
class Column:
    """`heard` are names that exports give it, as `plain` writes them."""

    key: str
    label: Promise | str
    heard: str


COLUMNS = (
    Column(
        "text",
        _("Text"),
        "text texte message contenu content body corps tweet post comment commentaire avis review verbatim full_text snippet extrait"
        " hit_sentence mention caption legende",
    ),
    Column("title", _("Title"), "title titre headline sujet subject objet"),
    Column(
        "date",
        _("Date"),
        "date date_de_publication published publication_date published_at published_on created_at date_created created_time timestamp"
        " horodatage datetime posted_at date_heure date_et_heure date_time time pubdate at"
        " said_at dite_le",
    ),
    Column("url", _("Address"), "url lien link address permalink permalien adresse uri mention_url post_url source_url web_address"),
    Column("author", _("Author"), "author auteur nom name author_name nom_de_l_auteur full_name user_name display_name from de"),
    Column("handle", _("Account"), "handle account compte username user pseudo screen_name author_handle author_username utilisateur"),
    Column("id", _("Identifier"), "id identifiant tweet_id post_id mention_id status_id message_id comment_id guid uuid"),
    Column("language", _("Language"), "language langue lang langue_du_message language_code"),
    Column("country", _("Country"), "country pays country_code author_country"),
    Column("followers", _("Followers"), "followers abonnes followers_count author_followers nombre_d_abonnes user_followers_count reach"),
)
BY_KEY = {column.key: column for column in COLUMNS}
NAMES = {plain(name): column.key for column in COLUMNS for name in column.heard.split()}


def guess(headers: Sequence[str], samples: Sequence[Sequence[object]]) -> list[str]:
    """The column of each header, empty where none is known; each column once. The text, where no name says it, is what is longest."""
    found: list[str] = []
    for header in headers:
        key = NAMES.get(plain(header)) or NAMES.get(plain(header.rsplit(".", 1)[-1]), "")
        found.append(key if key not in found else "")
    if "text" not in found and (longest := widest(found, samples)) is not None:
        found[longest] = "text"
    return found


def widest(found: Sequence[str], samples: Sequence[Sequence[object]]) -> int | None:
    """The place of the column whose cells are longest among those that have no name; None when they are all short."""
    lengths = {
        place: sum(len(str(row[place])) for row in samples if place < len(row) and isinstance(row[place], str))
        for place, key in enumerate(found)
        if not key
    }
    place = max(lengths, key=lambda each: lengths[each], default=None)
    return place if place is not None and lengths[place] >= 15 * max(1, len(samples)) else None


def chosen(keys: Sequence[str], count: int) -> list[str]:
    """What a person chose for each header, each column once; what is not a column is left out."""
    found: list[str] = []
    for key in [*keys, *[""] * count][:count]:
        found.append(key if key in BY_KEY and key not in found else "")
    return found
