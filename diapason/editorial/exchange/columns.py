"""The columns of an exported calendar, and the many headers by which other people's calendars call them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Column:
    """`heard`: headers that mean it, in French and English, beside its own label in both; in the form of `plain`."""

    key: str
    label: Promise | str
    heard: tuple[str, ...]


COLUMNS = (
    Column("title", _("Title"), ("title", "titre", "sujet", "subject", "topic", "nom", "name", "intitule", "idee", "idea", "headline")),
    Column("content_type", _("Content type"), ("content type", "type de contenu", "type", "format", "nature", "categorie", "category")),
    Column("objective", _("Objective"), ("objective", "objectif", "goal", "but")),
    Column("language", _("Language"), ("language", "langue", "lang")),
    Column("market", _("Market"), ("market", "marche", "pays", "country", "region")),
    Column("persona", _("Persona"), ("persona", "cible", "audience", "target", "public")),
    Column(
        "seo_keywords", _("SEO keywords"), ("seo keywords", "mots cles seo", "mots cles", "keywords", "seo", "mot cle", "search keywords")
    ),
    Column("call_to_action", _("Call to action"), ("call to action", "appel a l action", "appel a action", "cta")),
    Column(
        "networks",
        _("Networks"),
        (
            "networks",
            "reseaux",
            "reseau",
            "network",
            "canal",
            "canaux",
            "channel",
            "channels",
            "plateforme",
            "platform",
            "spaces",
            "espaces",
        ),
    ),
    Column("hashtags", _("Hashtags"), ("hashtags", "hashtag", "mots diese", "mots clics", "mot diese", "mot clic", "tags")),
    Column(
        "partners",
        _("Mentions and partners"),
        ("mentions and partners", "mentions et partenaires", "mentions", "partenaires", "partners", "mention", "partenaire"),
    ),
    Column(
        "writing_due",
        _("Writing deadline"),
        (
            "writing deadline",
            "date limite de redaction",
            "echeance de redaction",
            "redaction",
            "a rediger avant",
            "writing",
            "copy deadline",
        ),
    ),
    Column(
        "approval_due",
        _("Approval deadline"),
        (
            "approval deadline",
            "date limite d approbation",
            "echeance d approbation",
            "approbation",
            "validation",
            "date de validation",
            "approval",
        ),
    ),
    Column(
        "publish_at",
        _("Publication date"),
        (
            "publication date",
            "date de publication",
            "date",
            "publication",
            "publish date",
            "publier le",
            "date et heure",
            "scheduled",
            "day",
            "jour",
        ),
    ),
    Column("status", _("Status"), ("status", "statut", "etat", "state")),
    Column("text", _("Text"), ("text", "texte", "contenu", "content", "copy", "message", "legende", "caption", "corps", "body", "post")),
    Column("link", _("Link"), ("link", "lien", "url", "adresse", "lien url")),
    Column("campaign", _("Campaign"), ("campaign", "campagne", "operation")),
    Column("assignee", _("Writer"), ("writer", "redacteur", "redactrice", "auteur", "author", "responsable", "assignee", "qui")),
    Column("brief", _("Brief"), ("brief", "consigne", "consignes", "description", "notes", "note", "angle")),
)
BY_KEY = {column.key: column for column in COLUMNS}
HEARD = {name: column.key for column in COLUMNS for name in column.heard}


def plain(text: object) -> str:
    """A header or a name as it is compared: lower case, without accents, punctuation or doubled spaces."""
    bare = unicodedata.normalize("NFKD", str(text).casefold())
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", kept.replace("_", " ")))


def recognise(headers: Iterable[str], remembered: dict[str, str]) -> list[str]:
    """The column of each header, empty where none is known; each column once. What the brand chose before comes first."""
    found: list[str] = []
    for header in headers:
        name = plain(header)
        key = remembered.get(name, HEARD.get(name, ""))
        found.append(key if key in BY_KEY and key not in found else "")
    return found
