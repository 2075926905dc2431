"""A write that is sent again with the same key is done once, and answered the same (draft-ietf-httpapi-idempotency-key-header)."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from diapason.api import problems
from diapason.api.models import Answer, ApiToken
from diapason.core import clock

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=24)
LONGEST = 200


def once(request: HttpRequest, token: ApiToken, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Does it in a transaction, with the answer; an act that raises leaves nothing, and its key can be used again.

    Raises Problem: 409 while the first request is still being done, 422 for a key that served another request.
    """
    key = request.headers.get(HEADER)
    with transaction.atomic():
        if key is None:
            return act()
        if not 1 <= len(key) <= LONGEST or not key.isprintable():
            raise problems.field(HEADER, _("An Idempotency-Key has 1 to 200 characters."))
        if not claimed(f"{token.pk}:{key}"):
            raise problems.Problem(
                409, "in_progress", _("The first request with this key is still being done. Ask again in a moment."), retry=True
            )
        return kept(request, token, key) or keep(request, token, key, act())


def claimed(name: str) -> bool:
    """Whether nobody else holds this name; held until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 7))", [name])
        return bool(cursor.fetchone()[0])


def fingerprint(request: HttpRequest) -> str:
    return sha256(b"\n".join([str(request.method).encode(), request.get_full_path().encode(), request.body])).hexdigest()


def kept(request: HttpRequest, token: ApiToken, key: str) -> HttpResponse | None:
    """The answer of before."""
    found = Answer.objects.filter(token=token, key=key, created_at__gt=clock.now() - KEPT).first()
    if found is None:
        return None
    if found.fingerprint != fingerprint(request):
        raise problems.Problem(422, "key_reused", _("This key was used for another request. Use a new key for each change."))
    response = HttpResponse(found.body, status=found.status, content_type="application/json")
    response["Idempotency-Replayed"] = "true"
    return problems.finish(request, response)


def keep(request: HttpRequest, token: ApiToken, key: str, response: HttpResponse) -> HttpResponse:
    facts = {
        "fingerprint": fingerprint(request),
        "status": response.status_code,
        "body": response.content.decode(),
        "created_at": clock.now(),
    }
    Answer.objects.update_or_create(token=token, key=key, defaults=facts)
    return response


def forget() -> int:
    """Deletes what no request can ask for any more; how many."""
    return Answer.objects.filter(created_at__lte=clock.now() - KEPT).delete()[0]
