"""One call: a signed POST through the guarded client, ten seconds, no redirection followed."""

import asyncio
import contextlib
import re
import ssl
import time
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime

import httpx2

from diapason.api.models import WebhookEndpoint, WebhookMessage
from diapason.api.webhooks import signing
from diapason.core import clock, http

SECONDS = 10.0
READING = 2.0  # of them, for what the answer says
KEPT_OF_ANSWER = 2000  # bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """`error` is a word of `WebhookAttempt.ERRORS`, empty when the message was taken; `asked` is the server's Retry-After."""

    error: str
    status: int | None = None
    answer: str = ""
    milliseconds: int | None = None
    asked: timedelta | None = None


def secrets_of(endpoint: WebhookEndpoint) -> list[str]:
    """Those that sign now, the present one first."""
    found = [endpoint.secrets["current"]]
    if endpoint.former_until and endpoint.former_until > clock.now() and "former" in endpoint.secrets:
        found.append(endpoint.secrets["former"])
    return found


async def call(message: WebhookMessage) -> Outcome:
    """`message` has its endpoint loaded, and its body written. Never raises for what the other side does."""
    if not message.body:
        return Outcome("internal")
    begun = time.monotonic()
    try:
        async with asyncio.timeout(SECONDS):
            outcome = await post(message)
    except Exception as error:
        outcome = Outcome(word(error))
    return Outcome(outcome.error, outcome.status, outcome.answer, round((time.monotonic() - begun) * 1000), outcome.asked)


async def post(message: WebhookMessage) -> Outcome:
    body = message.body.encode()
    timestamp = int(clock.now().timestamp())
    headers = {
        "Content-Type": "application/json",
        **signing.headers(secrets_of(message.endpoint), message.webhook_id, timestamp, body),
    }
    async with (
        http.client(follow_redirects=False) as session,
        session.stream("POST", message.endpoint.url, content=body, headers=headers) as response,
    ):
        answer = await beginning(response)
        return Outcome(judged(response.status_code), response.status_code, answer, asked=asked(response))


async def beginning(response: httpx2.Response) -> str:
    """What was answered, as text, as far as it is kept: the rest is not even read. The status counts, so a body that
    breaks off or does not end changes nothing."""
    body = b""
    with contextlib.suppress(httpx2.HTTPError, http.Refused, TimeoutError):
        async with asyncio.timeout(READING):
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) >= KEPT_OF_ANSWER:
                    break
    return body[:KEPT_OF_ANSWER].decode("utf-8", "replace").replace("\0", "")


def judged(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if status == 410:
        return "gone"
    return "redirect" if 300 <= status < 400 else "status"


def asked(response: httpx2.Response) -> timedelta | None:
    """How long the server asks us to wait: seconds, or a date."""
    value = response.headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return timedelta(seconds=int(value))
    try:
        return max(parsedate_to_datetime(value) - clock.now(), timedelta(0))
    except (ValueError, TypeError):
        return None


def word(error: BaseException) -> str:
    """What went wrong before an answer came. Nothing of the address is kept: it may hold a secret."""
    if isinstance(error, (TimeoutError, httpx2.TimeoutException)):
        return "timeout"
    if isinstance(error, http.Refused):
        return "private"
    causes = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) and len(causes) < 8:
        causes.append(cause)
    return "tls" if any(isinstance(cause, ssl.SSLError) for cause in causes) else "connection"
