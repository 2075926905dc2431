"""Lists of feeds, as every reader of feeds exports and imports them (OPML 2.0, http://opml.org/spec2.opml)."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from defusedxml import ElementTree as Guarded
from defusedxml.common import DefusedXmlException
from django.db import transaction
from django.utils.translation import gettext as _

from diapason.listening.models import Source
from diapason.listening.sources import managing
from diapason.listening.sources.managing import Place
from diapason.networks.base.registry import Network
from diapason.workspaces import events
from diapason.workspaces.members import Member
from diapason.workspaces.models import Event

MOST_BYTES = 5 * 1024 * 1024
MOST_FEEDS = 5_000
MOST_DEEP = 50  # groups within groups
LONGEST_NAME = 200
BARE = re.compile(r"&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|[a-zA-Z]{2,10};)")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Unreadable(Exception):
    """The file cannot be taken at all; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A feed of the file that was not added, and why."""

    name: str
    address: str
    reason: str


@dataclass(slots=True)
class Report:
    added: list[Source] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


# ── In ───────────────────────────────────────────────────────────────────────────────────────────────────────────────
def read(content: bytes) -> list[Place]:
    """The feeds of a file in its order; `folder` names the group around each. Their addresses are not checked. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("This file is larger than 5 MB, which no list of feeds is."))
    try:
        return list(outlines(content))
    except DefusedXmlException:
        raise Unreadable(_("This file holds declarations that a list of feeds has no use for. It was not opened.")) from None
    except (ElementTree.ParseError, LookupError):  # the second: an encoding that nobody knows
        try:
            return list(outlines(mended(content)))
        except (ElementTree.ParseError, DefusedXmlException):
            raise Unreadable(_("This is not an OPML file, or it is damaged. Export the list again from your reader.")) from None


def mended(content: bytes) -> bytes:
    """What is most often wrong: an encoding that is not the one it says, ampersands left bare, signs that XML forbids."""
    try:
        text = content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeError:
        text = content.decode("cp1252", "replace")
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text)
    return BARE.sub("&amp;", FORBIDDEN.sub("", text)).encode()


def outlines(content: bytes) -> Iterator[Place]:
    """Walks the file without keeping its tree, so that depth costs nothing. Raises ParseError."""
    groups: list[str] = []
    is_opml, found = False, 0
    for happened, element in Guarded.iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
        if not is_opml and element.tag.lower() != "opml":
            raise ElementTree.ParseError("not OPML")
        is_opml = True
        if happened == "end":
            if element.tag == "outline":
                groups.pop()
            element.clear()
        elif element.tag == "outline":
            name = (element.get("title") or element.get("text") or "").strip()[:LONGEST_NAME]
            address = (element.get("xmlUrl") or element.get("xmlurl") or element.get("url") or "").strip()
            if address and element.get("type", "rss").lower() not in {"link", "include"}:
                found += 1
                if found > MOST_FEEDS:
                    raise Unreadable(_("This file lists more than 5,000 feeds. Split it."))
                yield Place("", address, name, " / ".join(group for group in groups[:MOST_DEEP] if group)[:120])
            groups.append("" if address else name)


@transaction.atomic
def take_in(member: Member, places: Iterable[Place]) -> Report:
    """Adds those that the brand does not listen to yet. They are opened when they are first read, a few at a time."""
    managing.one_at_a_time(member)
    network, report = managing.feeds(), Report()
    there = set(managing.known(member))
    for place in places:
        reason = refusal(place.address, network)
        key = "" if reason or network is None else managing.same(place.address)
        if reason or network is None:
            report.refused.append(Refused(place.name, place.address[:300], reason))
        elif key in there:
            report.known.append(place.name or place.address)
        elif len(there) >= managing.MOST:
            report.refused.append(Refused(place.name, place.address, _("A brand listens to no more sources than this.")))
        else:
            there.add(key)
            report.added.append(managing.made(member, Place(network.slug, place.address, place.name, place.folder)))
    Source.objects.bulk_create(report.added, batch_size=500)
    Event.objects.bulk_create((events.build(member, "source.added", source, source="opml") for source in report.added), batch_size=500)
    return report


def refusal(address: str, network: Network | None) -> str:
    """Why an address is not one that can be read; empty when it is."""
    if network is None:
        return _("No network that is installed here reads feeds.")
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not host or re.search(r"[\s\"<>\\^`{|}\x00]", address):
        return _("This is not the address of a web page.")
    if len(address) > managing.LONGEST:
        return _("The address is too long.")
    return ""


# ── Out ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
def write(title: str, sources: Iterable[Source]) -> bytes:
    """The feeds, by group."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = clean(title)
    body = ElementTree.SubElement(root, "body")
    listed = sorted(sources, key=lambda source: (source.folder, source.name.casefold(), source.pk))
    for folder, rows in groupby(listed, key=lambda source: source.folder):
        around = ElementTree.SubElement(body, "outline", text=clean(folder), title=clean(folder)) if folder else body
        for source in rows:
            ElementTree.SubElement(around, "outline", attributes(source))
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def attributes(source: Source) -> dict[str, Any]:
    name = clean(source.name)
    return {"type": "rss", "text": name, "title": name, "xmlUrl": clean(source.address)}


def clean(text: str) -> str:
    return FORBIDDEN.sub("", text)
