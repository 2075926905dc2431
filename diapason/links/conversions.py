"""Reading what a site reports: every field is hostile until it is checked."""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.http.request import RawPostDataException

from diapason.core import clock
from diapason.links import money
from diapason.links.models import Conversion, Link, Site
from diapason.workspaces import events
from diapason.workspaces.members import system

LARGEST_BODY = 4096
ORDER = re.compile(r"[\w.:/#-]{1,100}\Z")
KIND = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
CODE = re.compile(r"[a-z0-9]{1,12}\Z")
FORM, PLAIN_JSON = "application/x-www-form-urlencoded", "application/json"


class Refused(Exception):
    """What is wrong with a report: an HTTP status, a code for programs, a sentence for the site's developer."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


@dataclass(frozen=True, slots=True)
class Report:
    order: str
    kind: str
    minor: int | None
    currency: str
    link: str


def fields_of(request: HttpRequest) -> dict[str, Any]:
    """The body as a flat table, from a form or from JSON. Raises Refused."""
    length = request.headers.get("Content-Length") or "0"
    if not length.isdigit() or int(length) > LARGEST_BODY:
        raise Refused(413, "too_large", f"The body must not be larger than {LARGEST_BODY} bytes.")
    if request.content_type == FORM:
        return dict(request.POST.items())
    if request.content_type != PLAIN_JSON:
        raise Refused(415, "media_type", f"Send {FORM} or {PLAIN_JSON}.")
    try:
        data = json.loads(request.body[: LARGEST_BODY + 1])
    except (ValueError, RecursionError, RawPostDataException):
        raise Refused(400, "not_json", "The body is not JSON.") from None
    if not isinstance(data, dict):
        raise Refused(400, "not_json", "The body must be a JSON object.")
    return data


def word(data: dict[str, Any], name: str) -> str:
    """A field as text. Numbers are taken as they were written; anything else is refused."""
    value = data.get(name)
    if value is None or isinstance(value, bool):
        value = ""
    if not isinstance(value, str | int | float):
        raise Refused(400, "field", f"“{name}” must be text or a number.")
    return str(value).strip()


def parse(data: dict[str, Any], site: Site) -> Report:
    """Raises Refused, naming the field."""
    order = word(data, "id")
    if not ORDER.match(order):
        raise Refused(400, "id", "“id” is required: 1 to 100 letters, digits or . : / # _ - (the number of the order).")
    kind = word(data, "kind") or "purchase"
    if not KIND.match(kind):
        raise Refused(400, "kind", "“kind” is a word in lower case, such as purchase or sign_up.")
    minor, currency = amount(word(data, "value"), word(data, "currency").upper() or site.currency)
    link = word(data, "link").lower()
    return Report(order, kind, minor, currency, link if CODE.match(link) else "")


def amount(value: str, currency: str) -> tuple[int | None, str]:
    if not value:
        return None, ""
    try:
        return money.minor(value, currency), currency
    except money.BadAmount as error:
        if error.code == "currency":
            raise Refused(400, "currency", "“currency” is a code of three letters, such as EUR.") from None
        raise Refused(400, "value", "“value” is an amount such as 49.90.") from None


def keep(site: Site, report: Report) -> bool:
    """Stores the conversion; False when this order was already reported. A code of another brand's is not believed."""
    link = Link.objects.filter(workspace=site.workspace_id, code=report.link).first() if report.link else None
    conversion = Conversion(
        workspace_id=site.workspace_id,
        site=site,
        link=link,
        order=report.order,
        kind=report.kind,
        minor=report.minor,
        currency=report.currency,
        at=clock.now(),
    )
    if Conversion.objects.filter(site=site, order=report.order).exists():
        return False
    try:
        with transaction.atomic():
            conversion.save(force_insert=True)
            events.record(system(site.workspace), "conversion.recorded", conversion, site=site.host)
    except IntegrityError:  # reported twice at the same moment
        return False
    return True
